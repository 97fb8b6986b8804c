using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Configuration;

/// <summary>Checks a section at start: settings that it does not know, as misspelled ones are, and what is wrong with the rest.</summary>
internal sealed class OptionsCheck<T>(IConfiguration configuration) : IValidateOptions<T>
    where T : class, ICheckedOptions
{
    private static readonly string[] Known = [.. typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, T options)
    {
        string[] faults = [.. Unknown(), .. options.Faults()];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Unknown() =>
        from setting in T.IsOursAlone ? configuration.GetSection(T.Section).GetChildren() : []
        where !Known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)
        select $"There is no app setting '{SettingFault.NameOf(T.Section, setting.Key)}'; those of '{T.Section}' are {string.Join(", ", Known.Select(known => SettingFault.NameOf(T.Section, known)))}.";
}
