using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace Credits.Bench.EndToEnd;

/// <summary>Sends a workload through the real client, one sender a partition, each in order.</summary>
/// <remarks>As a producer does that batches over accounts, it assigns accounts to partitions itself: one account's events stay in one partition, and in order.</remarks>
internal static class Sender
{
    private const int EventsPerBatch = 1_000;

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
}
