using System.Globalization;
using System.Text.Json;
using Credits.Grants;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Reads JSON that a person wrote: goes on after a fault, so that all of them are told at once.</summary>
internal sealed class FaultingReader
{
    /// <summary>The most faults that are told. Nobody reads more at a time, and an answer must stay an answer.</summary>
    public const int MaxFaults = 1_000;

    /// <summary>What stands in the place of all that are not.</summary>
    public static readonly Fault More = new("body", "There are more faults; mend these first.");

    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    public void Fault(string path, string message)
    {
        if (_faults.Count < MaxFaults) _faults.Add(new(path.Length == 0 ? "body" : path, message));
        else if (_faults.Count == MaxFaults) _faults.Add(More);
    }

    /// <summary>Whether the value is an object; properties it should not have are faults.</summary>
    public bool Object(JsonElement value, string path, params ReadOnlySpan<string> known)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Fault(path, $"Must be an object, but is {Kind(value)}.");
            return false;
        }

        foreach (var property in value.EnumerateObject())
            if (!known.Contains(property.Name)) Fault(Join(path, property.Name), $"Unknown property; known are {string.Join(", ", known.ToArray())}.");

        return true;
    }

    public IEnumerable<(JsonElement Value, string Path)> Items(JsonElement parent, string path, string name, bool optional = false)
    {
        var at = Join(path, name);
        if (!parent.TryGetProperty(name, out var list))
        {
            if (!optional) Fault(at, "Missing; must be a list.");
            yield break;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            Fault(at, $"Must be a list, but is {Kind(list)}.");
            yield break;
        }

        var i = 0;
        foreach (var item in list.EnumerateArray()) yield return (item, $"{at}[{i++}]");
    }

    public string Text(JsonElement parent, string path, string name)
    {
        if (parent.TryGetProperty(name, out var value)) return TextItem(value, Join(path, name));
        Fault(Join(path, name), "Missing; must be text.");
        return "";
    }

    public string? OptionalText(JsonElement parent, string path, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? TextItem(value, Join(path, name)) : null;

    public string TextItem(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String) Fault(path, $"Must be text, but is {Kind(value)}.");
        else if (TryGetText(value, out var text)) return text;
        else Fault(path, "Must be text, but is not valid Unicode.");
        return "";
    }

    public long? OptionalWhole(JsonElement parent, string path, string name)
    {
        if (!parent.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole)) return whole;
        Fault(Join(path, name), $"Must be a whole number, but is {Kind(value)}.");
        return null;
    }

    /// <summary>A whole number of no more than nine digits; null when it is left out, null or wrong.</summary>
    public int? WholeOrNone(JsonElement parent, string path, string name)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null || OptionalWhole(parent, path, name) is not { } whole) return null;
        if (whole is >= int.MinValue and <= int.MaxValue) return (int)whole;

        Fault(Join(path, name), $"Must be a whole number of at most nine digits, but is {whole}.");
        return null;
    }

    public Credits Amount(JsonElement parent, string path, string name)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) Fault(Join(path, name), "Missing; must be a number of credits.");
        return OptionalAmount(parent, path, name) ?? Credits.Zero;
    }

    public Credits? OptionalAmount(JsonElement parent, string path, string name)
    {
        if (OptionalNumber(parent, path, name, $"a number of credits with at most 6 decimals within ±{Credits.Max}") is not { } digits) return null;
        if (Credits.TryParse(digits, out var amount)) return amount;
        Fault(Join(path, name), $"Must be a number of credits with at most 6 decimals within ±{Credits.Max}, but is {digits}.");
        return null;
    }

    public Quantity? OptionalQuantity(JsonElement parent, string path, string name)
    {
        if (OptionalNumber(parent, path, name, Quantity.Rule) is not { } digits) return null;
        if (Quantity.TryParse(digits, out var quantity)) return quantity;
        Fault(Join(path, name), $"Must be {Quantity.Rule}, but is {digits}.");
        return null;
    }

    public Multiplier? OptionalMultiplier(JsonElement parent, string path, string name)
    {
        if (OptionalNumber(parent, path, name, Multiplier.Rule) is not { } digits) return null;
        if (Multiplier.TryParse(digits, out var multiplier)) return multiplier;
        Fault(Join(path, name), $"Must be {Multiplier.Rule}, but is {digits}.");
        return null;
    }

    public decimal? OptionalDecimal(JsonElement parent, string path, string name)
    {
        if (OptionalNumber(parent, path, name, "a number") is not { } digits) return null;
        if (decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Significant(digits) == Significant(number.ToString(CultureInfo.InvariantCulture))) return number;
        Fault(Join(path, name), $"Must be a number of at most 28 digits, but is {digits}.");
        return null;
    }

    public DateTimeOffset? OptionalTime(JsonElement parent, string path, string name)
    {
        if (OptionalText(parent, path, name) is not { } text) return null;
        if (Rfc3339.TryParse(text, out var time)) return time;
        Fault(Join(path, name), $"Must be an RFC 3339 time with an offset, such as 2026-01-31T12:00:00Z, but is '{text}'.");
        return null;
    }

    public bool? OptionalTruth(JsonElement parent, string path, string name)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Fault(Join(path, name), $"Must be true or false, but is {Kind(value)}.");
        return null;
    }

    public CreditType OptionalCreditType(JsonElement parent, string path)
    {
        if (OptionalText(parent, path, "creditType") is not { } text) return CreditType.Default;
        if (!CreditType.TryParse(text, out var type)) Fault(Join(path, "creditType"), $"'{text}' is not a credit type: {CreditType.Rule}.");
        return type;
    }

    public Term? OptionalLifetime(JsonElement parent, string path)
    {
        if (!parent.TryGetProperty("lifetime", out var value) || value.ValueKind == JsonValueKind.Null) return null;

        var at = Join(path, "lifetime");
        if (value.ValueKind == JsonValueKind.String && Term.TryParse(TextItem(value, at), out var term)) return term;

        Fault(at, $"Must be {Term.Rule}, but is {value.GetRawText()}; leave it out for ever.");
        return null;
    }

    /// <summary>One of an enumeration's names, in camel case.</summary>
    public T OptionalChoice<T>(JsonElement parent, string path, string name) where T : struct, Enum
    {
        if (OptionalText(parent, path, name) is not { } text) return default;
        foreach (var choice in Enum.GetValues<T>())
            if (NameOf(choice) == text) return choice;

        Fault(Join(path, name), $"Must be one of {string.Join(", ", Enum.GetValues<T>().Select(NameOf))}, but is '{text}'.");
        return default;
    }

    /// <summary>An enumeration's member as it is written in JSON.</summary>
    public static string NameOf<T>(T choice) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString());

    private string? OptionalNumber(JsonElement parent, string path, string name, string rule)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.Number) return value.GetRawText();
        Fault(Join(path, name), $"Must be {rule}, but is {Kind(value)}.");
        return null;
    }

    // Escaped halves of a surrogate pair pass the JSON parser; only reading the text shows them, by this exception.
    private static bool TryGetText(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    // What a decimal can't hold it rounds without a word, and then other digits are left.
    private static string Significant(string number) => number.Split('e', 'E')[0].Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).Trim('0');

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "text",
        _ => value.GetRawText(),
    };
}
