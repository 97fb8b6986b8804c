using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Configuration;

/// <summary>Wires sections of app settings.</summary>
internal static class CheckedOptionsServices
{
    /// <summary>Adds a section that is read and checked at start.</summary>
    public static IServiceCollection AddChecked<T>(this IServiceCollection services)
        where T : class, ICheckedOptions
    {
        services.AddOptions<T>().ValidateOnStart();
        return services.AddSingleton<IConfigureOptions<T>, SectionReading<T>>().AddSingleton<IValidateOptions<T>, OptionsCheck<T>>();
    }
}
