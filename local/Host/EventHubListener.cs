using Credits.Local.EventHubs;

namespace Credits.Local.Host;

/// <summary>Has a partition's events delivered, one batch at a time: at once, or when a batch is full enough, or when the wait for that is over.</summary>
/// <remarks>
/// As the real host does, the checkpoint moves after the delivery whatever its result. What waits is only left in the partition: whoever starts next finds it there.
/// </remarks>
/// <param name="hub">The hub's name.</param>
/// <param name="partition">The partition.</param>
/// <param name="delivery">Works one batch off.</param>
/// <param name="settings">How full is enough, and how long that is waited for.</param>
/// <param name="checkpoints">Where it is noted how far it came.</param>
/// <param name="clock">Measures the wait.</param>
public sealed class EventHubListener(string hub, PartitionLog partition, EventHubDelivery delivery, EventHubSettings settings, Checkpoints checkpoints, TimeProvider clock)
{
    /// <summary>Runs until cancelled.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var from = Math.Max(checkpoints.Read(hub, partition.PartitionId) + 1, partition.FirstSequenceNumber);
            await partition.Until(from, cancellation);
            await UntilEnough(from, isFirst, cancellation);
            var batch = await Read(from, cancellation);
            await delivery.Deliver(batch, cancellation);
            checkpoints.Write(hub, partition.PartitionId, batch[^1].SequenceNumber);
        }
    }

    private async Task UntilEnough(long from, bool isFirst, CancellationToken cancellation)
    {
        var wait = isFirst ? settings.FirstWait(checkpoints.WrittenAt(hub, partition.PartitionId), clock.GetUtcNow()) : settings.MaxWaitTime;
        if (settings.MinEventBatchSize == 1 || wait == TimeSpan.Zero) return;

        using var over = new CancellationTokenSource(wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            await partition.Until(from + settings.MinEventBatchSize - 1, either.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // A smaller batch, then; unless the host stops at the same moment.
            cancellation.ThrowIfCancellationRequested();
        }
    }

    // One read gives only so many bytes: of long events, several give what was waited for.
    private async Task<IReadOnlyList<StoredEvent>> Read(long from, CancellationToken cancellation)
    {
        var enough = Math.Min(from + settings.MinEventBatchSize - 1, partition.LastSequenceNumber);
        var batch = new List<StoredEvent>(await partition.Read(from, settings.MaxEventBatchSize, cancellation));
        while (batch[^1].SequenceNumber < enough) batch.AddRange(await partition.Read(batch[^1].SequenceNumber + 1, settings.MaxEventBatchSize - batch.Count, cancellation));
        return batch;
    }
}
