using Credits.Functions.Storage.Ingest;

namespace Credits.Functions.Ingest;

/// <summary>What a partition of the event hub has taken, and what retention has left of it.</summary>
/// <param name="Partition">Its id.</param>
/// <param name="FirstKept">The first message that can still be read; one above the last when there is none.</param>
/// <param name="LastEnqueued">The last message it took; −1 before the first.</param>
public sealed record PartitionBounds(string Partition, long FirstKept, long LastEnqueued)
{
    /// <summary>The messages below the highest settled one that are not settled: the trigger has passed them over, and never comes back to them.</summary>
    public IEnumerable<SequenceRange> Gaps(IngestProgress progress) =>
        progress.Settled.All.IsEmpty ? [] : progress.Settled.MissingIn(new(LowestOwed(progress), Math.Min(progress.BookedThrough, LastEnqueued)));

    /// <summary>Every message that is not settled, gaps and what comes after them.</summary>
    public IEnumerable<SequenceRange> Unsettled(IngestProgress progress) => progress.Settled.MissingIn(new(LowestOwed(progress), LastEnqueued));

    /// <summary>Whether a message was settled that it never took: that was another event hub's, or that of the same name before it was made anew.</summary>
    /// <param name="bookedThrough">The highest message that was settled so long ago that the hub must know of it. Nothing is told of the first: a partition that took only that, and keeps it no longer, answers like one that took none.</param>
    public bool IsAnotherThanThatOf(long bookedThrough) => bookedThrough > Math.Max(LastEnqueued, 0);

    // Whatever was gone before this app first looked, or settled its first message, was never this app's to settle.
    private long LowestOwed(IngestProgress progress) => Math.Min(progress.OwedFrom ?? FirstKept, progress.Settled.All.IsEmpty ? FirstKept : progress.Settled.All[0].First);
}
