using Credits.Functions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.Alerts;

/// <summary>Wires alerts and the endpoints they go to.</summary>
public static class AlertServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services) =>
        services.AddChecked<AlertOptions>().AddSingleton<AlertDispatch>().AddSingleton<AlertEndpointDesk>();
}
