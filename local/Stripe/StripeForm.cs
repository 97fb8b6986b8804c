using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Credits.Local.Stripe;

/// <summary>The parameters of a request. Whatever is not known is refused, so that nothing the app asks is silently left undone.</summary>
internal sealed partial class StripeForm
{
    private readonly Dictionary<string, string> _values;

    private StripeForm(Dictionary<string, string> values) => _values = values;

    /// <summary>Checks parameters against those that are known; <c>[]</c> stands for any index and <c>[*]</c> for any name.</summary>
    public static StripeForm Of(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> given, params ReadOnlySpan<string> known)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            var shape = Index().Replace(name, "[]");
            if (!known.Contains(shape) && !known.Contains(LastName().Replace(shape, "[*]"))) throw StripeError.Invalid($"Received unknown parameter: {name}", "parameter_unknown");
            values[name] = value.ToString();
        }

        return new(values);
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public string Needed(string name) => Text(name) is { Length: > 0 } text ? text : throw StripeError.Invalid($"Missing required param: {name}.", "parameter_missing");

    public long? Whole(string name) =>
        Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole
        : throw StripeError.Invalid($"Invalid integer: {text}", "parameter_invalid_integer");

    /// <summary>The names below a parameter and their values.</summary>
    public JsonObject Map(string name)
    {
        var map = new JsonObject();
        foreach (var (key, value) in _values)
            if (key.StartsWith($"{name}[", StringComparison.Ordinal) && key.EndsWith(']')) map[key[(name.Length + 1)..^1]] = value;

        return map;
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();

    [GeneratedRegex(@"\[[^\[\]]+\]$")]
    private static partial Regex LastName();
}
