using System.Collections.Concurrent;
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
    /// <summary>The most messages that one run tries of a partition; the next run goes on.</summary>
    internal const int MaxMessages = 50_000;

    // So that one whose accounts can't be committed to holds the others up no longer than it must. Each holds some hundreds of messages in memory.
    private const int PartitionsAtATime = 4;

    private readonly DateTimeOffset _began = clock.GetUtcNow();

    // As the run before found them: what a hub says of itself may be older than what it has just handed out.
    private readonly ConcurrentDictionary<string, long> _bookedThrough = [];

    // Where the run before ended.
    private readonly ConcurrentDictionary<string, long> _triedThrough = [];

    private DateTimeOffset TooLate => clock.GetUtcNow() - options.Value.Grace;

    /// <summary>Closes what gaps there are. Messages that can't be settled don't keep those after them from it, nor a partition that can't be read the others.</summary>
    /// <returns>How many messages were read again.</returns>
    /// <exception cref="AggregateException">Some partitions failed; the next run finds what is left of their gaps.</exception>
    public async Task<long> Run(CancellationToken cancellation)
    {
        var known = (await ingest.List(cancellation)).ToDictionary(progress => progress.Partition);
        var (reRead, failures) = (0L, new ConcurrentQueue<Exception>());
        await Parallel.ForEachAsync(
            await hub.Partitions(cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = PartitionsAtATime, CancellationToken = cancellation },
            async (partition, _) =>
            {
                try
                {
                    Interlocked.Add(ref reRead, await Close(partition, known.GetValueOrDefault(partition.Partition) ?? IngestProgress.None(partition.Partition), cancellation));
                }
                catch (Exception e) when (!cancellation.IsCancellationRequested)
                {
                    failures.Enqueue(e);
                }
            });

        return failures.IsEmpty ? reRead : throw new AggregateException($"The gaps of {failures.Count} partitions could not be closed; the next run tries again.", failures);
    }

    private async Task<long> Close(PartitionBounds partition, IngestProgress progress, CancellationToken cancellation)
    {
        if (_bookedThrough.TryGetValue(partition.Partition, out var bookedThrough) && partition.IsAnotherThanThatOf(Math.Min(bookedThrough, progress.BookedThrough))) progress = await BeginAnew(partition, progress, cancellation);
        _bookedThrough[partition.Partition] = progress.BookedThrough;
        instruments.IngestLag.Record(partition.Unsettled(progress).Sum(range => range.Count), Tag(partition));

        // What comes after the last settled message is the trigger's own work, unless the trigger no longer goes on. That Reconcile itself does says nothing of it.
        var isStalled = progress.TriggeredAt is not { } triggered || triggered <= TooLate;
        SequenceRange[] gaps = [.. isStalled ? partition.Unsettled(progress) : partition.Gaps(progress)];
        foreach (var gap in gaps.Where(gap => gap.First < partition.FirstKept))
            await GiveUp(partition.Partition, gap with { Last = Math.Min(gap.Last, partition.FirstKept - 1) }, cancellation);

        SequenceRange[] kept = [.. gaps.Where(gap => gap.Last >= partition.FirstKept).Select(gap => gap with { First = Math.Max(gap.First, partition.FirstKept) })];
        await MeasureStall(partition, progress, kept, cancellation);

        var (reRead, tried, failures) = (0L, 0L, new List<Exception>());
        foreach (var gap in From(_triedThrough.GetValueOrDefault(partition.Partition, -1) + 1, kept))
        {
            if (tried >= MaxMessages) break;
            var piece = gap with { Last = Math.Min(gap.Last, gap.First + MaxMessages - tried - 1) };
            reRead += await ReadAgain(partition.Partition, piece, failures, cancellation);
            tried += piece.Count;
            _triedThrough[partition.Partition] = piece.Last;
        }

        return failures.Count == 0 ? reRead
            : throw new InvalidOperationException($"{failures.Count} batches of partition {partition.Partition} could not be settled; the first failed with: {failures[0].Message}", failures[0]);
    }

    // What can't be settled, as long as an account can't be committed to, is tried again once all that follows was: else nothing that follows ever would be.
    private static IEnumerable<SequenceRange> From(long first, SequenceRange[] gaps) =>
    [
        .. gaps.Where(gap => gap.Last >= first).Select(gap => gap with { First = Math.Max(gap.First, first) }),
        .. gaps.Where(gap => gap.First < first).Select(gap => gap with { Last = Math.Min(gap.Last, first - 1) }),
    ];

    private async Task<IngestProgress> BeginAnew(PartitionBounds partition, IngestProgress progress, CancellationToken cancellation)
    {
        await ingest.Forget(partition.Partition, cancellation);
        log.LogWarning(
            "Messages up to {Settled} of partition {Partition} are noted as settled, but the event hub has taken none after {LastEnqueued}: it is another one, or was made anew. All that it keeps is read again",
            progress.BookedThrough, partition.Partition, partition.LastEnqueued);
        return progress with { Settled = SequenceRanges.None, TriggeredAt = null };
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

    private async Task<long> ReadAgain(string partition, SequenceRange gap, List<Exception> failures, CancellationToken cancellation)
    {
        var reRead = 0L;
        await foreach (var messages in hub.Read(partition, gap, cancellation))
        {
            var old = messages.TakeWhile(message => message.EnqueuedAt <= TooLate).ToArray();
            if (old.Length > 0)
            {
                try
                {
                    await pipeline.Settle(new(partition, [.. old]) { IsReRead = true }, cancellation);
                    reRead += old.Length;
                    instruments.IngestReRead.Add(old.Length);
                }
                catch (Exception e) when (!cancellation.IsCancellationRequested)
                {
                    failures.Add(e);
                }
            }

            if (old.Length < messages.Length) break;
        }

        if (reRead > 0) log.LogWarning("{Count} messages from {First} on of partition {Partition} had been passed over by the trigger and were read again", reRead, gap.First, partition);
        return reRead;
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
