using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.Alerts;

/// <summary>Wires alerts and the endpoints they go to.</summary>
public static class AlertServices
{
    private const int LongestPatienceDays = 365;

    // Then the longest pause is under seven days, which a queue's message can wait.
    private static readonly TimeSpan LongestRetryBase = TimeSpan.FromMinutes(1);

    /// <summary>Adds them.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddOptions<AlertOptions>().BindConfiguration(AlertOptions.Section)
            .Validate(options => options.RetryBase > TimeSpan.Zero && options.RetryBase <= LongestRetryBase, $"{AlertOptions.Section}:RetryBase must be above zero and at most a minute.")
            .Validate(options => options.DisableAfterDays is >= 1 and <= LongestPatienceDays, $"{AlertOptions.Section}:DisableAfterDays must be from 1 to {LongestPatienceDays}.")
            .ValidateOnStart();
        return services.AddSingleton<AlertDispatch>().AddSingleton<AlertEndpointDesk>();
    }
}
