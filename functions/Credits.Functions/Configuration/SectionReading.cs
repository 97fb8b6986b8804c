using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Configuration;

/// <summary>Reads a section of app settings; what can't be read is left for <see cref="OptionsCheck{T}"/> to tell.</summary>
internal sealed class SectionReading<T>(IConfiguration configuration) : IConfigureOptions<T>
    where T : class, ICheckedOptions
{
    private static readonly SettingProperty[] Properties = SettingProperty.Of<T>();

    /// <inheritdoc/>
    public void Configure(T options)
    {
        var section = configuration.GetSection(T.Section);
        foreach (var property in Properties) property.Read(section, options);
    }
}
