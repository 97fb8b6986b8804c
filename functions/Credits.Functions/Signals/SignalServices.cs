using Credits.Functions.Alerts;
using Credits.Functions.Storage.Signals;
using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.Signals;

/// <summary>Wires what is told after a commit.</summary>
public static class SignalServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddSignals(this IServiceCollection services) => services
        .AddSingleton<IsAnybodyListening>(provider =>
        {
            var alerts = provider.GetRequiredService<AlertDispatch>();
            return (account, neverHadEndpoints, cancellation) => alerts.IsAnybodyListening(account.Id, account.Settings.Plan, neverHadEndpoints, cancellation);
        })
        .AddSingleton<SignalWork>().AddSingleton<SignalSweep>();
}
