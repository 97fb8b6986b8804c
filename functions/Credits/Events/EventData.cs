using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Credits.Events;

/// <summary>An event's quantities and dimensions: its JSON <c>data</c>, flattened to paths such as <c>usage.inputTokens</c>, in path order.</summary>
/// <remarks>
/// Kept as one canonical text, so that the same data has the same bytes whatever the sender's spacing and property order.
/// Numbers keep the sender's digits; nothing passes through a binary fraction. What is null or an empty object counts as absent.
/// A property that is there twice is refused, also when once nested and once with a dotted name: which of them is billed would be chance.
/// </remarks>
public sealed class EventData : IEquatable<EventData>
{
    /// <summary>The longest canonical text, in UTF-8 bytes.</summary>
    public const int MaxBytes = 8 * 1024;

    /// <summary>The most properties an event may carry.</summary>
    public const int MaxProperties = 64;

    /// <summary>The most levels of objects and lists, the data itself included.</summary>
    public const int MaxDepth = 8;

    private readonly ImmutableArray<EventProperty> _properties;

    private EventData(ImmutableArray<EventProperty> properties, string canonical) => (_properties, Canonical) = (properties, canonical);

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

        if (!EventDataReader.TryRead(data, depth: 1, out var properties, out fault)) return false;

        var canonical = EventDataReader.Canonical(properties);
        if (canonical.Length > MaxBytes)
        {
            fault = $"'data' takes {canonical.Length} bytes; at most {MaxBytes} are allowed.";
            return false;
        }

        result = new(properties, Encoding.UTF8.GetString(canonical));
        return true;
    }

    /// <summary>Reads the canonical text back.</summary>
    /// <exception cref="FormatException">The text is not what <see cref="Canonical"/> gave. It is not quoted: it is the customer's, and the exception may be logged.</exception>
    public static EventData Parse(string canonical)
    {
        try
        {
            using var json = JsonDocument.Parse(canonical);
            return TryRead(json.RootElement, out var data, out var fault) && data.Canonical == canonical
                ? data
                : throw new FormatException($"A text of {canonical.Length} characters is no canonical event data. {fault}".TrimEnd());
        }
        catch (JsonException notJson)
        {
            throw new FormatException($"A text of {canonical.Length} characters is no canonical event data.", notJson);
        }
    }

    /// <summary>The digits of the number at a path; false when there is none or it is no number.</summary>
    public bool TryGetNumber(string path, out string digits)
    {
        digits = Find(path) is { Kind: JsonValueKind.Number } property ? property.Text : "";
        return digits.Length > 0;
    }

    /// <summary>The text at a path; false when there is none or it is no text.</summary>
    public bool TryGetText(string path, out string text)
    {
        var property = Find(path);
        text = property is { Kind: JsonValueKind.String } ? property.Text : "";
        return property is { Kind: JsonValueKind.String };
    }

    /// <summary>The value at a path as conditions compare it: text as it is, numbers by their digits, true and false by name; null when absent.</summary>
    public string? Dimension(string path) => Find(path)?.Text;

    /// <summary>Every number, by path, with its digits.</summary>
    public IEnumerable<(string Path, string Digits)> Numbers() =>
        _properties.Where(property => property.Kind == JsonValueKind.Number).Select(property => (property.Path, property.Text));

    /// <summary>Every text, by path.</summary>
    public IEnumerable<(string Path, string Text)> Texts() =>
        _properties.Where(property => property.Kind == JsonValueKind.String).Select(property => (property.Path, property.Text));

    /// <inheritdoc/>
    public bool Equals(EventData? other) => other is not null && Canonical == other.Canonical;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EventData);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    private EventProperty? Find(string path)
    {
        foreach (var property in _properties)
            if (property.Path == path) return property;

        return null;
    }
}
