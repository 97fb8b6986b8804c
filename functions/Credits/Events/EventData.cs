using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Credits.Events;

/// <summary>An event's quantities and dimensions: its JSON <c>data</c>, flattened to paths such as <c>usage.inputTokens</c>, in path order.</summary>
/// <remarks>
/// Kept as one canonical text, so that the same data has the same bytes whatever the sender's spacing and property order.
/// Numbers keep the sender's digits; nothing passes through a binary fraction.
/// </remarks>
public sealed class EventData : IEquatable<EventData>
{
    /// <summary>The longest canonical text, in UTF-8 bytes.</summary>
    public const int MaxBytes = 8 * 1024;

    /// <summary>The most properties an event may carry.</summary>
    public const int MaxProperties = 64;

    private const int MaxDepth = 8;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ImmutableArray<Property> _properties;

    private EventData(ImmutableArray<Property> properties, string canonical) => (_properties, Canonical) = (properties, canonical);

    /// <summary>No data.</summary>
    public static EventData None { get; } = new([], "{}");

    /// <summary>The canonical JSON text: one flat object, properties ordered by path, no white space.</summary>
    public string Canonical { get; }

    /// <summary>Reads a JSON object; false, with what is wrong, when it is none or over a bound.</summary>
    public static bool TryRead(JsonElement data, out EventData result, out string fault)
    {
        result = None;
        fault = "";
        if (data.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return true;

        if (data.ValueKind != JsonValueKind.Object)
        {
            fault = "'data' must be a JSON object of quantities and dimensions.";
            return false;
        }

        var properties = ImmutableArray.CreateBuilder<Property>();
        if (!TryFlatten(data, prefix: "", depth: 1, properties, out fault)) return false;

        properties.Sort(static (x, y) => string.CompareOrdinal(x.Path, y.Path));
        for (var i = 1; i < properties.Count; i++)
        {
            if (properties[i].Path != properties[i - 1].Path) continue;
            fault = $"'data' has '{properties[i].Path}' twice.";
            return false;
        }

        if (!TryWrite(properties, out var canonical, out fault)) return false;

        result = new(properties.DrainToImmutable(), canonical);
        return true;
    }

    /// <summary>Reads the canonical text back.</summary>
    /// <exception cref="FormatException">The text is not what <see cref="Canonical"/> gave.</exception>
    public static EventData Parse(string canonical)
    {
        using var json = JsonDocument.Parse(canonical);
        return TryRead(json.RootElement, out var data, out var fault) && data.Canonical == canonical
            ? data
            : throw new FormatException($"Not canonical event data: {canonical}. {fault}");
    }

    /// <summary>The digits of the number at a path; false when there is none or it is no number.</summary>
    public bool TryGetNumber(string path, out string digits)
    {
        digits = Find(path) is { Kind: JsonValueKind.Number } property ? property.Text : "";
        return digits.Length > 0;
    }

    /// <summary>The value at a path as conditions compare it: text as it is, numbers by their digits, true and false by name; null when absent.</summary>
    public string? Dimension(string path) => Find(path)?.Text;

    /// <inheritdoc/>
    public bool Equals(EventData? other) => other is not null && Canonical == other.Canonical;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EventData);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    private Property? Find(string path)
    {
        foreach (var property in _properties)
            if (property.Path == path) return property;

        return null;
    }

    private static bool TryFlatten(
        JsonElement value, string prefix, int depth, ImmutableArray<Property>.Builder properties, out string fault)
    {
        fault = "";
        foreach (var property in value.EnumerateObject())
        {
            var path = prefix + property.Name;
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Null:
                    break;
                case JsonValueKind.Object when depth == MaxDepth:
                    fault = $"'data.{path}' is nested deeper than {MaxDepth} levels.";
                    return false;
                case JsonValueKind.Object:
                    if (!TryFlatten(property.Value, path + ".", depth + 1, properties, out fault)) return false;
                    break;
                case JsonValueKind.String:
                    properties.Add(new(path, JsonValueKind.String, property.Value.GetString()!));
                    break;
                default: // numbers, booleans, and arrays, which price nothing but are part of the content
                    properties.Add(new(path, property.Value.ValueKind, property.Value.GetRawText()));
                    break;
            }

            if (properties.Count <= MaxProperties) continue;
            fault = $"'data' has more than {MaxProperties} properties.";
            return false;
        }

        return true;
    }

    private static bool TryWrite(ImmutableArray<Property>.Builder properties, out string canonical, out string fault)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
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

        var fits = buffer.WrittenCount <= MaxBytes;
        fault = fits ? "" : $"'data' takes {buffer.WrittenCount} bytes; at most {MaxBytes} are allowed.";
        canonical = fits ? Encoding.UTF8.GetString(buffer.WrittenSpan) : "";
        return fits;
    }

    private sealed record Property(string Path, JsonValueKind Kind, string Text);
}
