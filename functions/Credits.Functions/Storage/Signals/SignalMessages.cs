using Azure.Storage.Queues;

namespace Credits.Functions.Storage.Signals;

/// <summary>What is to be told, in a Storage queue, a commit a message.</summary>
/// <remarks>What never came onto the queue is found again, for the account itself says that it was not told. What is on it stays until it is told: the account forgets it with its next commit.</remarks>
public sealed class SignalMessages(QueueServiceClient queues)
{
    /// <summary>The queue.</summary>
    public const string Queue = "signals";

    // Where the host moves what failed too often; it makes the queue then.
    private const string PoisonQueue = Queue + "-poison";
    private const int MessagesAtATime = 32;

    // The account may have forgotten already that it is to be told, so the message must not be lost.
    private static readonly TimeSpan ForEver = TimeSpan.FromSeconds(-1);

    private readonly QueueClient _queue = queues.GetQueueClient(Queue);
    private readonly QueueClient _poison = queues.GetQueueClient(PoisonQueue);

    /// <summary>Adds a signal.</summary>
    public Task Add(Signal signal, CancellationToken cancellation) => _queue.SendMessageAsync(signal.Format(), timeToLive: ForEver, cancellationToken: cancellation);

    /// <summary>About how many signals are not worked off, those in work included.</summary>
    public async Task<int> Length(CancellationToken cancellation) => (await _queue.GetPropertiesAsync(cancellation)).Value.ApproximateMessagesCount;

    /// <summary>Brings back what failed too often: a store may have been out of reach for longer than the host tries.</summary>
    /// <param name="most">The most to bring back.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>What was brought back, as it is written.</returns>
    public async Task<IReadOnlyList<string>> BringBack(int most, CancellationToken cancellation)
    {
        var back = new List<string>();
        if (!await _poison.ExistsAsync(cancellation)) return back;

        while (back.Count < most && (await _poison.ReceiveMessagesAsync(Math.Min(MessagesAtATime, most - back.Count), cancellationToken: cancellation)).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                await _queue.SendMessageAsync(message.Body, timeToLive: ForEver, cancellationToken: cancellation);
                await _poison.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellation);
                back.Add(message.Body.ToString());
            }
        }

        return back;
    }
}
