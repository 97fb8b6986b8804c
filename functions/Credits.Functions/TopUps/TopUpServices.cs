using Credits.Functions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.TopUps;

/// <summary>Wires automatic top-ups.</summary>
public static class TopUpServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddTopUps(this IServiceCollection services) =>
        services.AddChecked<TopUpOptions>().AddSingleton<TopUpTelling>().AddSingleton<TopUpNeed>().AddSingleton<TopUpPayments>().AddSingleton<TopUpLeftover>().AddSingleton<TopUpBegin>().AddSingleton<TopUpCharge>().AddSingleton<TopUpEnd>();
}
