using System.Text.RegularExpressions;

namespace Credits.Local.Host;

/// <summary>Resolves <c>%SETTING%</c> within bindings, as the real host does.</summary>
public sealed partial class BindingExpressions(IReadOnlyDictionary<string, string> settings)
{
    /// <summary>A binding's text with every setting's value in place.</summary>
    public string Resolve(FunctionBinding binding, string property) =>
        Placeholder().Replace(binding.Required(property), match =>
            settings.TryGetValue(match.Groups[1].Value, out var value)
                ? value
                : throw new InvalidOperationException(
                    $"The {binding.Type} of function '{binding.Function}' has {property} '{match.Value}', but there is no app setting '{match.Groups[1].Value}'."));

    /// <summary>The value of the app setting that a binding's property names, or of the default one when it names none.</summary>
    public string Setting(FunctionBinding binding, string property, string byDefault)
    {
        var name = binding.Optional(property) is { Length: > 0 } named ? named : byDefault;
        return settings.TryGetValue(name, out var value)
            ? value
            : throw new InvalidOperationException($"The {binding.Type} of function '{binding.Function}' has {property} '{name}', but there is no app setting '{name}'.");
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Placeholder();
}
