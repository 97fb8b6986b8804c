using Azure.Storage.Queues;

namespace Credits.Functions.Storage.Signals;

/// <summary>What is to be told, in a Storage queue, a commit a message. What is lost of it is found again: the account itself says what was not told.</summary>
public sealed class SignalMessages(QueueServiceClient queues)
{
    /// <summary>The queue.</summary>
    public const string Queue = "signals";

    // What nobody works off in so long is found by the sweep once somebody does.
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    private readonly QueueClient _queue = queues.GetQueueClient(Queue);

    /// <summary>Adds a signal.</summary>
    public Task Add(Signal signal, CancellationToken cancellation) => _queue.SendMessageAsync(signal.Format(), timeToLive: Life, cancellationToken: cancellation);
}
