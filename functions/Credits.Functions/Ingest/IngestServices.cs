using Azure.Messaging.EventHubs.Producer;
using Credits.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.Ingest;

/// <summary>Wires what proves that every message was settled.</summary>
public static class IngestServices
{
    /// <summary>Adds what Reconcile and GetIngest need beside storage and the pipeline.</summary>
    public static IServiceCollection AddIngest(this IServiceCollection services)
    {
        services.AddOptions<IngestOptions>().BindConfiguration(IngestOptions.Section)
            .Validate(options => options.Grace >= TimeSpan.FromSeconds(1) && options.Grace <= TimeSpan.FromHours(1), $"{IngestOptions.Section}:Grace must be from a second to an hour.")
            .ValidateOnStart();
        return services
            .AddSingleton<IUsageHub>(provider => new UsageHub(provider.GetRequiredService<EventHubProducerClient>(), provider.GetRequiredService<Connections>().UsageReader))
            .AddSingleton<Reconciliation>();
    }
}
