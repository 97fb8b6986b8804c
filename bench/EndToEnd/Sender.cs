using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace Credits.Bench.EndToEnd;

/// <summary>Sends a workload through the real client, one sender a partition, each in order.</summary>
/// <remarks>As a producer does that batches over accounts, it assigns accounts to partitions itself: one account's events stay in one partition, and in order.</remarks>
internal static class Sender
{
    private const int EventsPerBatch = 1_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    public static async Task Send(StackProcess stack, Workload workload, CancellationToken cancellation)
    {
        await using var hub = new EventHubProducerClient(stack.Endpoints.EventHubs, stack.Endpoints.UsageHub);
        var partitions = await hub.GetPartitionIdsAsync(cancellation);
        await Task.WhenAll(partitions.Select(async (partition, number) =>
        {
            foreach (var chunk in workload.Messages.Where(message => message.Account % partitions.Length == number).Chunk(EventsPerBatch))
                await hub.SendAsync(chunk.Select(message => new EventData(message.Body)), new SendEventOptions { PartitionId = partition }, cancellation);
        }));
    }

    /// <summary>Sends each message at its time: so many a second from a time on.</summary>
    public static async Task Pace(StackProcess stack, Workload workload, DateTimeOffset from, int perSecond, CancellationToken cancellation)
    {
        await using var hub = new EventHubProducerClient(stack.Endpoints.EventHubs, stack.Endpoints.UsageHub);
        var partitions = await hub.GetPartitionIdsAsync(cancellation);
        using var tick = new PeriodicTimer(Tick);
        for (var sent = 0; sent < workload.Messages.Length; await tick.WaitForNextTickAsync(cancellation))
        {
            var due = Math.Clamp((int)((DateTimeOffset.UtcNow - from).TotalSeconds * perSecond), sent, workload.Messages.Length);
            await Task.WhenAll(workload.Messages[sent..due].GroupBy(message => message.Account % partitions.Length).Select(some =>
                hub.SendAsync(some.Select(message => new EventData(message.Body)), new SendEventOptions { PartitionId = partitions[some.Key] }, cancellation)));
            sent = due;
        }
    }
}
