using System.Text.RegularExpressions;

namespace Credits.Local.Host;

/// <summary>Resolves <c>%SETTING%</c> within bindings, as the real host does.</summary>
public sealed partial class BindingExpressions(IReadOnlyDictionary<string, string> settings)
{
    /// <summary>A binding's text with every setting's value in place.</summary>
    public string Resolve(TriggerBinding binding, string property) =>
        Placeholder().Replace(binding.Required(property), match =>
            settings.TryGetValue(match.Groups[1].Value, out var value)
                ? value
                : throw new InvalidOperationException(
                    $"The {binding.Type} of function '{binding.Function}' has {property} '{match.Value}', but there is no app setting '{match.Groups[1].Value}'."));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Placeholder();
}
