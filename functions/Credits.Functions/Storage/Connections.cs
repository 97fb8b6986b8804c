using Azure.Core;
using Azure.Data.Tables;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Credits.Functions.Configuration;
using Credits.Functions.Telemetry;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Storage;

/// <summary>Clients from settings: a connection string under the connection's name, or an endpoint below it and the app's own identity.</summary>
internal sealed class Connections(IConfiguration configuration, Instruments instruments)
{
    /// <summary>The app setting with the name of the hub.</summary>
    public const string HubSetting = "UsageHub";

    /// <summary>The app setting with the consumer group in which Reconcile reads.</summary>
    public const string ReconcileGroupSetting = "ReconcileConsumerGroup";

    private const string ApplicationName = "Credits.Functions";
    private const string DefaultReconcileConsumerGroup = "reconcile";
    private const int ThrottlingRetries = 20;

    // Beside what Reconcile works on, of four partitions at a time: a message has up to 1 MiB, and the client's own count is 300.
    private const int MessagesReadAhead = 16;

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
        return Of("Cosmos", connection => new CosmosClient(connection, options), () => new(Part("Cosmos", "accountEndpoint"), _identity.Value, options));
    }

    public TableServiceClient Tables() =>
        Of("Storage", connection => new TableServiceClient(connection), () => new(new Uri(Part("Storage", "tableServiceUri")), _identity.Value));

    public BlobServiceClient Blobs() =>
        Of("Storage", connection => new BlobServiceClient(connection), () => new(new Uri(Part("Storage", "blobServiceUri")), _identity.Value));

    public QueueServiceClient Queues()
    {
        // As the Functions host reads queues, unless host.json says otherwise.
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        return Of("Storage", connection => new QueueServiceClient(connection, options), () => new(new Uri(Part("Storage", "queueServiceUri")), _identity.Value, options));
    }

    public EventHubProducerClient UsageHub()
    {
        var hub = Hub;
        return Of("EventHubs", connection => new EventHubProducerClient(connection, hub), () => new(Part("EventHubs", "fullyQualifiedNamespace"), hub, _identity.Value));
    }

    /// <summary>A reader beside the trigger, in the consumer group that <see cref="ReconcileGroupSetting"/> names.</summary>
    public PartitionReceiver UsageReader(string partition, EventPosition from)
    {
        var group = configuration[ReconcileGroupSetting] is { Length: > 0 } named ? named : DefaultReconcileConsumerGroup;
        var hub = Hub;
        var options = new PartitionReceiverOptions { PrefetchCount = MessagesReadAhead };
        return Of(
            "EventHubs", connection => new PartitionReceiver(group, partition, from, connection, hub, options),
            () => new(group, partition, from, Part("EventHubs", "fullyQualifiedNamespace"), hub, _identity.Value, options));
    }

    private string Hub => Required(HubSetting);

    private T Of<T>(string connection, Func<string, T> byConnectionString, Func<T> byIdentity)
    {
        if (string.IsNullOrWhiteSpace(configuration[connection])) return byIdentity();

        try
        {
            return byConnectionString(configuration[connection]!);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            // Without the library's own words: some quote what they can't read, which may be the key.
            throw new OptionsValidationException(connection, typeof(T), [SettingFault.OfConnectionString(connection)]);
        }
    }

    private string Part(string connection, string part) => Required($"{connection}:{part}");

    // RequiredSettings has told an operator long before.
    private string Required(string setting) => configuration[setting] ?? throw new InvalidOperationException($"The app setting '{setting.Replace(":", "__", StringComparison.Ordinal)}' is missing.");
}
