using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Credits.Events;

/// <summary>Reads an event's data from whatever JSON a sender wrote, or says what is wrong with it; it throws for no input.</summary>
internal static class EventDataReader
{
    // A path may be as long as the whole message; a fault quotes its beginning.
    private const int MaxQuoted = 100;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Flattens an object to its properties in path order.</summary>
    public static bool TryRead(JsonElement data, int depth, out ImmutableArray<EventProperty> properties, out string fault)
    {
        properties = [];
        var found = ImmutableArray.CreateBuilder<EventProperty>();
        if (!TryFlatten(data, prefix: "", depth, found, out fault)) return false;

        found.Sort(static (x, y) => string.CompareOrdinal(x.Path, y.Path));
        for (var i = 1; i < found.Count; i++)
        {
            if (found[i].Path != found[i - 1].Path) continue;
            fault = $"'data' has '{Quoted(found[i].Path)}' twice.";
            return false;
        }

        found.RemoveAll(static property => property.Kind is JsonValueKind.Null or JsonValueKind.Object);
        properties = found.DrainToImmutable();
        return true;
    }

    /// <summary>The canonical JSON of flattened properties, in UTF-8.</summary>
    public static ReadOnlySpan<byte> Canonical(ImmutableArray<EventProperty> properties)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, Plain);
        Write(properties, writer);
        writer.Flush();
        return buffer.WrittenSpan;
    }

    // Objects and nulls are listed too, for their duplicates to be found.
    private static bool TryFlatten(JsonElement data, string prefix, int depth, ImmutableArray<EventProperty>.Builder found, out string fault)
    {
        fault = "";
        foreach (var property in data.EnumerateObject())
        {
            if (!TryGetName(property, out var name))
            {
                fault = $"'data' has a property name that is not valid Unicode{(prefix == "" ? "" : $" in '{Quoted(prefix[..^1])}'")}; send well-formed UTF-8.";
                return false;
            }

            var path = prefix + name;
            var text = "";
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object or JsonValueKind.Array when depth == EventData.MaxDepth:
                    fault = TooDeep(path);
                    return false;
                case JsonValueKind.Object:
                    if (!TryFlatten(property.Value, path + ".", depth + 1, found, out fault)) return false;
                    break;
                case JsonValueKind.Array:
                    if (!TryGetList(property.Value, path, depth + 1, out text, out fault)) return false;
                    break;
                case JsonValueKind.String:
                    if (!TryGetText(property.Value, path, out text, out fault)) return false;
                    break;
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    text = property.Value.GetRawText();
                    break;
            }

            found.Add(new(path, property.Value.ValueKind, text));
            if (found.Count <= EventData.MaxProperties) continue;
            fault = $"'data' has more than {EventData.MaxProperties} properties.";
            return false;
        }

        return true;
    }

    // Lists price nothing, but they are part of the content.
    private static bool TryGetList(JsonElement list, string path, int depth, out string json, out string fault)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, Plain);
        var read = TryWriteItem(list, path, depth, writer, out fault);
        writer.Flush();
        json = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return read;
    }

    private static bool TryWriteItem(JsonElement item, string path, int depth, Utf8JsonWriter writer, out string fault)
    {
        fault = "";
        switch (item.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth > EventData.MaxDepth:
                fault = TooDeep(path);
                return false;
            case JsonValueKind.Object:
                if (!TryRead(item, depth, out var properties, out fault)) return false;
                Write(properties, writer);
                return true;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var inner in item.EnumerateArray())
                    if (!TryWriteItem(inner, path, depth + 1, writer, out fault)) return false;

                writer.WriteEndArray();
                return true;
            case JsonValueKind.String:
                if (!TryGetText(item, path, out var text, out fault)) return false;
                writer.WriteStringValue(text);
                return true;
            default:
                writer.WriteRawValue(item.GetRawText(), skipInputValidation: true);
                return true;
        }
    }

    private static void Write(ImmutableArray<EventProperty> properties, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (path, kind, text) in properties)
        {
            writer.WritePropertyName(path);
            if (kind == JsonValueKind.String) writer.WriteStringValue(text);
            else writer.WriteRawValue(text, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    // Escaped halves of a surrogate pair and broken UTF-8 pass the JSON parser; only reading the text shows them, by this exception.
    private static bool TryGetText(JsonElement value, string path, out string text, out string fault)
    {
        fault = "";
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            fault = $"'data.{Quoted(path)}' is text that is not valid Unicode; send well-formed UTF-8.";
            return false;
        }
    }

    private static bool TryGetName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }

    private static string TooDeep(string path) => $"'data.{Quoted(path)}' is nested deeper than {EventData.MaxDepth} levels.";

    private static string Quoted(string path) => path.Length <= MaxQuoted ? path : path[..MaxQuoted] + "…";
}
