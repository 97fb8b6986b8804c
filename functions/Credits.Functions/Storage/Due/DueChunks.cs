using Azure.Storage.Queues;

namespace Credits.Functions.Storage.Due;

/// <summary>The accounts that are due, in a Storage queue, a chunk a message. It only says where to look: what is lost of it is found again.</summary>
public sealed class DueChunks(QueueServiceClient queues)
{
    /// <summary>The queue.</summary>
    public const string Queue = "due";

    // Twice what a full queue takes at a thousand accounts a minute. After that, what is still due is on the queue anew.
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly QueueClient _queue = queues.GetQueueClient(Queue);

    /// <summary>About how many chunks are not worked off, those in work included.</summary>
    public async Task<int> Length(CancellationToken cancellation) => (await _queue.GetPropertiesAsync(cancellation)).Value.ApproximateMessagesCount;

    /// <summary>Whether there is a chunk that nobody has taken, or whose taker has not been heard of for as long as the host waits.</summary>
    public async Task<bool> IsAnyWaiting(CancellationToken cancellation) => (await _queue.PeekMessageAsync(cancellation)).Value is not null;

    /// <summary>Adds a chunk.</summary>
    public Task Add(IEnumerable<AccountId> accounts, CancellationToken cancellation) =>
        _queue.SendMessageAsync(DueChunk.Format(accounts), timeToLive: Life, cancellationToken: cancellation);
}
