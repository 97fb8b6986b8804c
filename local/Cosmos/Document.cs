using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Credits.Local.Cosmos;

/// <summary>A document as a client sent it, read in one pass: its id, its key, what is indexed of it, and whether its numbers survive.</summary>
internal sealed record Document(string Id, string Key, int? TimeToLive, object?[] Indexed, ReadOnlyMemory<byte> Json)
{
    public const int MaxBytes = 2 * 1024 * 1024;
    private const int MaxIdBytes = 1023;
    private const int SafeDigits = 15;

    /// <summary>Reads a document for a container.</summary>
    public static Document Read(ReadOnlyMemory<byte> json, ContainerDefinition container)
    {
        if (json.Length > MaxBytes) throw CosmosError.TooLarge();

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
        var indexed = new object?[container.IndexedPaths.Length];
        var (id, key, timeToLive, mustRewrite) = ((string?)null, (string?)null, (int?)null, false);

        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw CosmosError.BadRequest("A document is a JSON object.");
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number && !Survives(reader.ValueSpan)) mustRewrite = true;
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;

            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Number && !Survives(reader.ValueSpan)) mustRewrite = true;
            if (name is "_rid" or "_self" or "_etag" or "_attachments" or "_ts") mustRewrite = true;
            if (name == "id") id = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            if (name == "ttl") timeToLive = reader.GetInt32();
            if (container.KeyPath is [var path] && path == name) key = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

            var place = Array.IndexOf(container.IndexedPaths, name);
            if (place >= 0) indexed[place] = Scalar(ref reader);
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

    private static object? Scalar(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => reader.TryGetInt64(out var whole) ? whole : reader.GetDouble(),
        _ => null,
    };

    // The service keeps numbers as IEEE doubles; what would come back changed there must come back changed here.
    private static bool Survives(ReadOnlySpan<byte> number) =>
        number.Length <= SafeDigits || (long.TryParse(number, CultureInfo.InvariantCulture, out var whole) && Math.Abs(whole) <= 1L << 53);

    private static ReadOnlyMemory<byte> Rewrite(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name is "_rid" or "_self" or "_etag" or "_attachments" or "_ts") continue;
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
                writer.WriteNumberValue(value.GetDouble());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
