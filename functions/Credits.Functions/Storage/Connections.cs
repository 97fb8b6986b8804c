using Azure.Core;
using Azure.Data.Tables;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Credits.Functions.Telemetry;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;

namespace Credits.Functions.Storage;

/// <summary>Clients from settings: a connection string under the connection's name, or an endpoint below it and the app's own identity.</summary>
internal sealed class Connections(IConfiguration configuration, Instruments instruments)
{
    private const string ApplicationName = "Credits.Functions";
    private const string DefaultReconcileConsumerGroup = "reconcile";
    private const int ThrottlingRetries = 20;
    private static readonly TimeSpan ThrottlingPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CosmosTimeout = TimeSpan.FromSeconds(20);

    private readonly Lazy<TokenCredential> _identity = new(() => AppIdentity.Of(configuration));

    public CosmosClient Cosmos()
    {
        // Gateway mode is for endpoints that speak nothing else, such as emulators.
        var gateway = configuration["Cosmos:ConnectionMode"] == nameof(ConnectionMode.Gateway);
        var options = new CosmosClientOptions
        {
            ApplicationName = ApplicationName,
            ConnectionMode = gateway ? ConnectionMode.Gateway : ConnectionMode.Direct,
            LimitToEndpoint = gateway,
            RequestTimeout = CosmosTimeout,
            MaxRetryAttemptsOnRateLimitedRequests = ThrottlingRetries,
            MaxRetryWaitTimeOnRateLimitedRequests = ThrottlingPatience,
            CustomHandlers = { new RequestCharges(instruments) },
        };
        return configuration["Cosmos"] is { } connection ? new(connection, options) : new(Required("Cosmos", "accountEndpoint"), _identity.Value, options);
    }

    public TableServiceClient Tables() =>
        configuration["Storage"] is { } connection ? new(connection) : new(new Uri(Required("Storage", "tableServiceUri")), _identity.Value);

    public BlobServiceClient Blobs() =>
        configuration["Storage"] is { } connection ? new(connection) : new(new Uri(Required("Storage", "blobServiceUri")), _identity.Value);

    public QueueServiceClient Queues()
    {
        // As the Functions host reads queues, unless host.json says otherwise.
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        return configuration["Storage"] is { } connection ? new(connection, options) : new(new Uri(Required("Storage", "queueServiceUri")), _identity.Value, options);
    }

    public EventHubProducerClient UsageHub() =>
        configuration["EventHubs"] is { } connection ? new(connection, Hub) : new(Required("EventHubs", "fullyQualifiedNamespace"), Hub, _identity.Value);

    /// <summary>A reader beside the trigger, in the consumer group that <c>ReconcileConsumerGroup</c> names.</summary>
    public PartitionReceiver UsageReader(string partition, EventPosition from)
    {
        var group = configuration["ReconcileConsumerGroup"] ?? DefaultReconcileConsumerGroup;
        return configuration["EventHubs"] is { } connection
            ? new(group, partition, from, connection, Hub)
            : new(group, partition, from, Required("EventHubs", "fullyQualifiedNamespace"), Hub, _identity.Value);
    }

    private string Hub => configuration["UsageHub"] ?? throw new InvalidOperationException("The app setting 'UsageHub' is missing; it names the event hub of usage events.");

    private string Required(string connection, string part) =>
        configuration[$"{connection}:{part}"]
        ?? throw new InvalidOperationException($"The app setting '{connection}' (a connection string) or '{connection}__{part}' (to use the app's identity) is missing.");
}
