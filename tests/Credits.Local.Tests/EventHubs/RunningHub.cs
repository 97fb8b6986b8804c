using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;
using Credits.Local.EventHubs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Credits.Local.Tests.EventHubs;

/// <summary>An endpoint with one hub on a directory that outlives it, and the service's own clients.</summary>
internal sealed class RunningHub : IAsyncDisposable
{
    public const string Name = "usage";

    public static readonly TimeSpan Deadline = Until.Deadline;

    private RunningHub(EventHubsEndpoint endpoint) => Endpoint = endpoint;

    public EventHubsEndpoint Endpoint { get; }

    public Hub Hub => Endpoint.Hubs[0];

    public static async Task<RunningHub> Start(string directory, int partitions = 1) =>
        new(await EventHubsEndpoint.Start(directory, 0, [new(Name, partitions)], TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None));

    public EventHubProducerClient Producer() => new(Endpoint.ConnectionString, Name, new EventHubProducerClientOptions { RetryOptions = Impatient() });

    public PartitionReceiver Receiver(EventPosition from, long? ownerLevel = null, string partition = "0", string group = "$Default") =>
        new(group, partition, from, Endpoint.ConnectionString, Name, new PartitionReceiverOptions { OwnerLevel = ownerLevel, RetryOptions = Impatient() });

    public async Task Send(params string[] bodies)
    {
        await using var producer = Producer();
        await producer.SendAsync(bodies.Select(body => new EventData(body)));
    }

    /// <summary>Reads so many events, and fails when they don't come.</summary>
    public async Task<IReadOnlyList<EventData>> Receive(EventPosition from, int count, string partition = "0", string group = "$Default")
    {
        await using var receiver = Receiver(from, partition: partition, group: group);
        return await Receive(receiver, count);
    }

    public static async Task<IReadOnlyList<EventData>> Receive(PartitionReceiver receiver, int count)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var events = new List<EventData>();
        while (events.Count < count) events.AddRange(await receiver.ReceiveBatchAsync(count - events.Count, TimeSpan.FromSeconds(1), deadline.Token));
        return events;
    }

    public ValueTask DisposeAsync() => Endpoint.DisposeAsync();

    // A refusal shows at once instead of after the client's retries.
    public static EventHubsRetryOptions Impatient() => new() { MaximumRetries = 0, TryTimeout = Deadline };
}
