using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Credits.Functions.Storage.Ingest;
using Credits.Functions.Telemetry;
using Credits.Functions.Usage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Ingest;

/// <summary>Finds the messages that the trigger passed over and settles them on the same path. So a checkpoint that moved too far loses nothing.</summary>
/// <remarks>What it reads may be booked meanwhile by the trigger: whichever comes second is the duplicate.</remarks>
public sealed class Reconciliation(IUsageHub hub, IngestStore ingest, UsagePipeline pipeline, Instruments instruments, IOptions<IngestOptions> options, TimeProvider clock, ILogger<Reconciliation> log)
{
    /// <summary>How long one run reads again, each partition for its share of it, before it leaves the rest to the next: so that each is looked at, and measured, every minute or two.</summary>
    internal static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(1);

    // So that one whose accounts can't be committed to holds the others up no longer than it must. Each holds some hundreds of messages in memory.
    private const int PartitionsAtATime = 4;

    private readonly DateTimeOffset _began = clock.GetUtcNow();

    // As the run before found them: what a hub says of itself may be older than what it has just handed out.
    private readonly ConcurrentDictionary<string, long> _bookedThrough = [];

    // The last message that a run has tried.
    private readonly ConcurrentDictionary<string, long> _triedThrough = [];

    private DateTimeOffset TooLate => clock.GetUtcNow() - options.Value.Grace;

    /// <summary>Closes what gaps there are. Messages that can't be settled don't keep those after them from it, nor a partition that can't be read the others.</summary>
    /// <returns>How many messages were read again.</returns>
    /// <exception cref="AggregateException">Some partitions failed; the next run finds what is left of their gaps.</exception>
    public async Task<long> Run(CancellationToken cancellation)
    {
        var (reRead, failures) = (0L, new ConcurrentQueue<Exception>());
        var partitions = await hub.Partitions(cancellation);
        var share = MaxTime / Math.Max((partitions.Length + PartitionsAtATime - 1) / PartitionsAtATime, 1);
        await Parallel.ForEachAsync(
            partitions,
            new ParallelOptions { MaxDegreeOfParallelism = PartitionsAtATime, CancellationToken = cancellation },
            async (partition, _) =>
            {
                try
                {
                    // Asked when its turn has come. What it took meanwhile may be settled already, so what is settled is asked after.
                    Interlocked.Add(ref reRead, await Close(await hub.BoundsOf(partition, cancellation), await ingest.Of(partition, cancellation), share, cancellation));
                }
                catch (Exception e) when (!cancellation.IsCancellationRequested)
                {
                    failures.Enqueue(e);
                }
            });

        return failures.IsEmpty ? reRead : throw new AggregateException($"The gaps of {failures.Count} partitions could not be closed; the next run tries again.", failures);
    }

    private async Task<long> Close(PartitionBounds partition, IngestProgress progress, TimeSpan atMost, CancellationToken cancellation)
    {
        if (_bookedThrough.TryGetValue(partition.Partition, out var bookedThrough) && partition.IsAnotherThanThatOf(Math.Min(bookedThrough, progress.BookedThrough))) progress = await BeginAnew(partition, progress, cancellation);
        if (progress.OwedFrom is null) await ingest.Owe(partition.Partition, partition.FirstKept, cancellation);
        _bookedThrough[partition.Partition] = progress.BookedThrough;
        instruments.IngestLag.Record(partition.Unsettled(progress).Sum(range => range.Count), Tag(partition));

        // What comes after the last settled message is the trigger's own work, unless the trigger no longer goes on. That Reconcile itself does says nothing of it.
        var isStalled = progress.TriggeredAt is not { } triggered || triggered <= TooLate;
        SequenceRange[] gaps = [.. isStalled ? partition.Unsettled(progress) : partition.Gaps(progress)];
        foreach (var gap in gaps.Where(gap => gap.First < partition.FirstKept))
            await GiveUp(partition.Partition, gap with { Last = Math.Min(gap.Last, partition.FirstKept - 1) }, cancellation);

        SequenceRange[] kept = [.. gaps.Where(gap => gap.Last >= partition.FirstKept).Select(gap => gap with { First = Math.Max(gap.First, partition.FirstKept) })];
        await MeasureStall(partition, progress, kept, cancellation);
        return await ReadAgain(partition.Partition, From(_triedThrough.GetValueOrDefault(partition.Partition, -1) + 1, kept), clock.GetUtcNow() + atMost, cancellation);
    }

    private async Task<long> ReadAgain(string partition, SequenceRange[] gaps, DateTimeOffset ends, CancellationToken cancellation)
    {
        var (reRead, failures) = (0L, new List<Exception>());
        await foreach (var messages in PassedOver(partition, gaps, cancellation))
        {
            try
            {
                await pipeline.Settle(new(partition, messages) { IsReRead = true }, cancellation);
                reRead += messages.Length;
                instruments.IngestReRead.Add(messages.Length);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                failures.Add(e);
            }

            _triedThrough[partition] = messages[^1].SequenceNumber;
            if (clock.GetUtcNow() >= ends) break;
        }

        if (reRead > 0) log.LogWarning("{Count} messages of partition {Partition} had been passed over by the trigger and were read again", reRead, partition);
        return failures.Count == 0 ? reRead
            : throw new InvalidOperationException($"{failures.Count} batches of partition {partition} could not be settled; the first failed with: {failures[0].Message}", failures[0]);
    }

    // What can't be settled, as long as an account can't be committed to, is tried again once all that follows was: else nothing that follows ever would be.
    private static SequenceRange[] From(long first, SequenceRange[] gaps) =>
    [
        .. gaps.Where(gap => gap.Last >= first).Select(gap => gap with { First = Math.Max(gap.First, first) }),
        .. gaps.Where(gap => gap.First < first).Select(gap => gap with { Last = Math.Min(gap.Last, first - 1) }),
    ];

    private async Task<IngestProgress> BeginAnew(PartitionBounds partition, IngestProgress progress, CancellationToken cancellation)
    {
        await ingest.Forget(partition.Partition, partition.FirstKept, cancellation);
        log.LogWarning(
            "Messages up to {Settled} of partition {Partition} are noted as settled, but the event hub has taken none after {LastEnqueued}: it is another one, or was made anew. All that it keeps is read again",
            progress.BookedThrough, partition.Partition, partition.LastEnqueued);
        return progress with { Settled = SequenceRanges.None, TriggeredAt = null, OwedFrom = partition.FirstKept };
    }

    // By the oldest message that is left, which retention removes first. That others were settled says nothing of it: beside an account that can't be committed to, everybody else's events go on.
    private async Task MeasureStall(PartitionBounds partition, IngestProgress progress, SequenceRange[] left, CancellationToken cancellation)
    {
        // Of what can't be read, it is only known when something was last settled, or since when this instance has tried.
        var since = progress.UpdatedAt ?? _began;
        try
        {
            since = left.Length > 0 && await Find(partition.Partition, left[0].First, cancellation) is { EnqueuedAt: var enqueued } ? enqueued : clock.GetUtcNow();
        }
        finally
        {
            instruments.IngestStalled.Record((clock.GetUtcNow() - since).TotalSeconds, Tag(partition));
        }
    }

    private ValueTask<UsageMessage?> Find(string partition, long message, CancellationToken cancellation) =>
        hub.Read(partition, new(message, message), cancellation).SelectMany(messages => messages).FirstOrDefaultAsync(cancellation);

    private static KeyValuePair<string, object?> Tag(PartitionBounds partition) => new("partition", partition.Partition);

    // Those that have waited too long for the trigger, in the order of the gaps.
    private async IAsyncEnumerable<ImmutableArray<UsageMessage>> PassedOver(string partition, SequenceRange[] gaps, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var gap in gaps)
        {
            await foreach (var messages in hub.Read(partition, gap, cancellation))
            {
                ImmutableArray<UsageMessage> old = [.. messages.TakeWhile(message => message.EnqueuedAt <= TooLate)];
                if (!old.IsEmpty) yield return old;
                if (old.Length < messages.Length) break;
            }
        }
    }

    private async Task GiveUp(string partition, SequenceRange lost, CancellationToken cancellation)
    {
        await ingest.GiveUp(partition, lost, cancellation);
        instruments.IngestLost.Add(lost.Count);
        log.LogCritical(
            "{Count} messages, {Range}, of partition {Partition} were never settled, and the event hub no longer keeps them: they are lost, unless their senders send them again",
            lost.Count, lost.ToString(), partition);
    }
}
