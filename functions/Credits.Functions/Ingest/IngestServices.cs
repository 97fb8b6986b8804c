using Azure.Messaging.EventHubs.Producer;
using Credits.Functions.Configuration;
using Credits.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.Ingest;

/// <summary>Wires what proves that every message was settled.</summary>
public static class IngestServices
{
    /// <summary>Adds what Reconcile and GetIngest need beside storage and the pipeline.</summary>
    public static IServiceCollection AddIngest(this IServiceCollection services) =>
        services
            .AddChecked<IngestOptions>()
            .AddSingleton<IUsageHub>(provider => new UsageHub(provider.GetRequiredService<EventHubProducerClient>(), provider.GetRequiredService<Connections>().UsageReader))
            .AddSingleton<Reconciliation>();
}
