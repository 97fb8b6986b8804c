using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.TopUps;

/// <summary>Wires automatic top-ups.</summary>
public static class TopUpServices
{
    private static readonly TimeSpan LongestAuthentication = TimeSpan.FromDays(7);

    /// <summary>Adds them.</summary>
    public static IServiceCollection AddTopUps(this IServiceCollection services)
    {
        services.AddOptions<TopUpOptions>().BindConfiguration(TopUpOptions.Section)
            .Validate(options => options.Waits is not null, $"{TopUpOptions.Section}:Dunning must be waits above zero, parted by commas, such as 01:00:00, 1.00:00:00.")
            .Validate(options => options.Authentication > TimeSpan.Zero && options.Authentication <= LongestAuthentication, $"{TopUpOptions.Section}:Authentication must be above zero and at most {LongestAuthentication.TotalDays} days.")
            .ValidateOnStart();
        return services.AddSingleton<TopUpTelling>().AddSingleton<TopUpNeed>().AddSingleton<TopUpPayments>().AddSingleton<TopUpLeftover>().AddSingleton<TopUpBegin>().AddSingleton<TopUpCharge>().AddSingleton<TopUpEnd>();
    }
}
