using System.Diagnostics;
using System.Net.Sockets;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace Credits.Bench.EndToEnd;

/// <summary>Sends messages through the real client and sends again what it does not know to have arrived, until the hub has acknowledged each.</summary>
internal sealed class InsistentSender(StackProcess stack, IReadOnlyList<Message> messages)
{
    private const int EventsPerBatch = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private int _acknowledged;
    private int _resent;

    /// <summary>How many messages the hub has acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>How many were sent again after an error; the client's own repetitions not counted.</summary>
    public int Resent => Volatile.Read(ref _resent);

    /// <summary>Sends some of the messages; an account's stay in one partition, and in order.</summary>
    public Task Send(Range some, int partitions, CancellationToken cancellation) =>
        Task.WhenAll(messages.Take(some).GroupBy(message => message.Account % partitions).Select(partition => Send($"{partition.Key}", partition, cancellation)));

    private async Task Send(string partition, IEnumerable<Message> some, CancellationToken cancellation)
    {
        var (hub, chunks) = (Connect(), new Queue<Message[]>(some.Chunk(EventsPerBatch)));
        try
        {
            for (var trying = Stopwatch.StartNew(); chunks.TryPeek(out var chunk);)
            {
                try
                {
                    await hub.SendAsync(chunk.Select(message => new EventData(message.Body)), new SendEventOptions { PartitionId = partition }, cancellation);
                    Interlocked.Add(ref _acknowledged, chunks.Dequeue().Length);
                    trying.Restart();
                }
                catch (Exception e) when (trying.Elapsed < Patience && !cancellation.IsCancellationRequested && e is EventHubsException or SocketException or IOException or OperationCanceledException)
                {
                    Interlocked.Add(ref _resent, chunk.Length);
                    await Task.Delay(Pause, cancellation);
                    await hub.DisposeAsync();
                    hub = Connect();
                }
            }
        }
        finally
        {
            await hub.DisposeAsync();
        }
    }

    private EventHubProducerClient Connect() => new(stack.Endpoints.EventHubs, stack.Endpoints.UsageHub);
}
