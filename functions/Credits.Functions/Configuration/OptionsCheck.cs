using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Configuration;

/// <summary>Checks a section at start: settings that it does not know, as misspelled ones are, texts that can't be read, and what is wrong with the rest.</summary>
internal sealed class OptionsCheck<T>(IConfiguration configuration) : IValidateOptions<T>
    where T : class, ICheckedOptions
{
    private static readonly SettingProperty[] Known = SettingProperty.Of<T>();

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var section = configuration.GetSection(T.Section);

        // A reference to a secret that could not be read may break a rule as well, and is then told in the same words.
        string[] faults = [.. Unknown(section).Concat(Unreadable(section)).Concat(options.Faults()).Distinct()];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Unknown(IConfigurationSection section) =>
        from setting in T.IsOursAlone ? section.GetChildren() : []
        where !Known.Any(known => known.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))
        select $"There is no app setting '{SettingFault.NameOf(T.Section, setting.Key)}'; those of '{T.Section}' are {string.Join(", ", Known.Select(known => SettingFault.NameOf(T.Section, known.Name)))}.";

    private static IEnumerable<string> Unreadable(IConfigurationSection section) => Known.Select(known => known.Fault(section, T.Section)).OfType<string>();
}
