using Credits.Functions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.Usage;

/// <summary>Wires the pipeline.</summary>
public static class UsageServices
{
    /// <summary>Adds what the Usage function needs beside storage.</summary>
    public static IServiceCollection AddUsage(this IServiceCollection services) =>
        services.AddChecked<UsageOptions>().AddSingleton<CloudEventReader>().AddSingleton<SingleEventReader>().AddSingleton<EventBooker>().AddSingleton<UsageBooker>().AddSingleton<UsagePipeline>();
}
