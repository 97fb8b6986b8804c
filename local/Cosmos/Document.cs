using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Credits.Local.Cosmos;

/// <summary>A document as a client sent it, read in one pass: its id, its key, what is indexed of it, and its JSON as the service would keep it.</summary>
internal sealed record Document(string Id, string Key, int? TimeToLive, object?[] Indexed, ReadOnlyMemory<byte> Json)
{
    public const int MaxBytes = 2 * 1024 * 1024;
    public const int ForEver = -1;
    private const int MaxIdBytes = 1023;

    private static readonly JsonWriterOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a document for a container.</summary>
    public static Document Read(ReadOnlyMemory<byte> json, ContainerDefinition container)
    {
        if (json.Length > MaxBytes) throw CosmosError.TooLarge();
        if (!Utf8.IsValid(json.Span)) throw CosmosError.BadRequest("The document is not UTF-8.");

        try
        {
            return Scan(json, container);
        }
        catch (JsonException e)
        {
            throw CosmosError.BadRequest($"The document is not JSON: {e.Message}");
        }
    }

    /// <summary>A partition key header's value, in one spelling.</summary>
    public static string KeyOf(string header)
    {
        using var json = JsonDocument.Parse(header);
        if (json.RootElement.ValueKind != JsonValueKind.Array || json.RootElement.GetArrayLength() != 1 || json.RootElement[0].ValueKind != JsonValueKind.String)
            throw CosmosError.Unsupported($"the partition key {header}; a key is one text");
        return json.RootElement[0].GetString()!;
    }

    private static Document Scan(ReadOnlyMemory<byte> json, ContainerDefinition container)
    {
        var reader = new Utf8JsonReader(json.Span);
        var indexed = new object?[container.IndexedProperties.Length];
        var (id, key, timeToLive, mustRewrite) = ((string?)null, (string?)null, (int?)null, false);

        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw CosmosError.BadRequest("A document is a JSON object.");
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number) mustRewrite |= !JsonNumber.IsPlain(reader.ValueSpan);
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;

            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Number) mustRewrite |= !JsonNumber.IsPlain(reader.ValueSpan);
            mustRewrite |= IsSystem(name);
            if (name == "id") id = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            if (name == "ttl") timeToLive = ReadTimeToLive(ref reader);
            if (name == container.KeyProperty) key = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

            var place = Array.IndexOf(container.IndexedProperties, name);
            if (place >= 0) indexed[place] = StoredValue.Of(ref reader);
        }

        return new(Checked(id), key ?? throw CosmosError.WrongKey(), timeToLive, indexed, mustRewrite ? Rewrite(json) : json);
    }

    private static string Checked(string? id)
    {
        if (string.IsNullOrEmpty(id)) throw CosmosError.BadRequest("The input content is invalid because the required property 'id' is missing.");
        return id.AsSpan().ContainsAny("/\\?#") || Encoding.UTF8.GetByteCount(id) > MaxIdBytes || id.EndsWith(' ')
            ? throw CosmosError.BadRequest($"The id '{id}' has one of / \\ ? #, ends with a blank, or is longer than {MaxIdBytes} bytes.")
            : id;
    }

    private static int ReadTimeToLive(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var seconds) && seconds is > 0 or ForEver
            ? seconds
            : throw CosmosError.BadRequest("The document's 'ttl' is invalid: it is a positive number of seconds, or -1 for never.");

    // The gateway writes these itself.
    private static bool IsSystem(string property) => property is "_rid" or "_self" or "_etag" or "_attachments" or "_ts";

    private static ReadOnlyMemory<byte> Rewrite(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(buffer, AsSent))
        {
            writer.WriteStartObject();
            foreach (var property in document.RootElement.EnumerateObject().Where(property => !IsSystem(property.Name)))
            {
                writer.WritePropertyName(property.Name);
                Rewrite(writer, property.Value);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Rewrite(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Rewrite(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Rewrite(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                JsonNumber.Write(writer, JsonNumber.Read(value));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
