using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.Usage;

/// <summary>Wires the pipeline.</summary>
public static class UsageServices
{
    /// <summary>Adds what the Usage function needs beside storage.</summary>
    public static IServiceCollection AddUsage(this IServiceCollection services)
    {
        services.AddOptions<UsageOptions>().BindConfiguration(UsageOptions.Section)
            .Validate(options => options.ParallelAccounts is >= 1 and <= 256, $"{UsageOptions.Section}:ParallelAccounts must be from 1 to 256.")
            .Validate(options => options.ClockSkew >= TimeSpan.Zero && options.ClockSkew <= TimeSpan.FromHours(12), $"{UsageOptions.Section}:ClockSkew must be from zero to 12 hours.")
            .ValidateOnStart();
        return services.AddSingleton<CloudEventReader>().AddSingleton<SingleEventReader>().AddSingleton<EventBooker>().AddSingleton<UsageBooker>().AddSingleton<UsagePipeline>();
    }
}
