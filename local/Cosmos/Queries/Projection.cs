using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Credits.Local.Cosmos.Queries;

/// <summary>What a query answers of one document.</summary>
internal static class Projection
{
    private static readonly JsonWriterOptions AsStored = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The selected part as JSON; null when there is nothing to answer. A missing property is left out.</summary>
    public static byte[]? Of(byte[] document, Selection selection)
    {
        if (selection is Selection.Whole) return document;

        using var json = JsonDocument.Parse(document);
        if (selection is Selection.Value(var only)) return Find(json.RootElement, only) is { } found ? JsonSerializer.SerializeToUtf8Bytes(found) : null;

        var properties = (Selection.Properties)selection;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, AsStored))
        {
            writer.WriteStartObject();
            foreach (var (name, path) in properties.Named)
            {
                if (Find(json.RootElement, path) is not { } value) continue;
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static JsonElement? Find(JsonElement root, PropertyPath path)
    {
        var found = root;
        foreach (var name in path.Names)
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found)) return null;
        return found;
    }
}
