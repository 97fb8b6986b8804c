using Credits.Functions.Storage.Ingest;

namespace Credits.Functions.Ingest;

/// <summary>How far the event hub has been worked off.</summary>
/// <param name="Lag">Messages that are still to be settled.</param>
/// <param name="Booked">Events debited, but for those of a try that failed: when its batch comes again, they are counted as duplicates.</param>
/// <param name="Duplicates">Events recognized as debited before.</param>
/// <param name="DeadLettered">Events that could not be booked.</param>
/// <param name="ReRead">Messages that the trigger passed over and that were read again.</param>
/// <param name="Lost">Messages that the hub's retention removed before they were settled.</param>
/// <param name="Partitions">The same for each partition.</param>
public sealed record IngestView(long Lag, long Booked, long Duplicates, long DeadLettered, long ReRead, long Lost, IReadOnlyList<PartitionView> Partitions)
{
    internal static IngestView Of(IReadOnlyList<PartitionView> partitions) => new(
        partitions.Sum(partition => partition.Lag), partitions.Sum(partition => partition.Booked), partitions.Sum(partition => partition.Duplicates),
        partitions.Sum(partition => partition.DeadLettered), partitions.Sum(partition => partition.ReRead),
        partitions.Sum(partition => partition.Lost.Sum(range => range.Count)), partitions);
}

/// <summary>How far one partition has been worked off.</summary>
/// <param name="Id">The partition.</param>
/// <param name="LastEnqueued">The last message it took; −1 before the first.</param>
/// <param name="BookedThrough">The highest message whose events are all settled; −1 before the first.</param>
/// <param name="Lag">Messages that are still to be settled: those in gaps, and those after <paramref name="BookedThrough"/>.</param>
/// <param name="Gaps">Messages below <paramref name="BookedThrough"/> that are not settled. They are read again within two minutes.</param>
/// <param name="Booked">Events debited, but for those of a try that failed: when its batch comes again, they are counted as duplicates.</param>
/// <param name="Duplicates">Events recognized as debited before.</param>
/// <param name="DeadLettered">Events that could not be booked.</param>
/// <param name="ReRead">Messages that the trigger passed over and that were read again.</param>
/// <param name="Lost">Messages that the hub's retention removed before they were settled.</param>
/// <param name="UpdatedAt">When the last batch was settled.</param>
public sealed record PartitionView(
    string Id, long LastEnqueued, long BookedThrough, long Lag, IReadOnlyList<MessageRangeView> Gaps, long Booked, long Duplicates, long DeadLettered, long ReRead,
    IReadOnlyList<MessageRangeView> Lost, DateTimeOffset? UpdatedAt)
{
    internal static PartitionView Of(PartitionBounds bounds, IngestProgress progress)
    {
        var outcomes = progress.Outcomes;
        return new(
            bounds.Partition, bounds.LastEnqueued, progress.BookedThrough, bounds.Unsettled(progress).Sum(range => range.Count), MessageRangeView.Of(bounds.Gaps(progress)),
            outcomes.Booked, outcomes.Duplicates, outcomes.DeadLettered, progress.ReRead, MessageRangeView.Of(progress.Lost.All), progress.UpdatedAt);
    }
}

/// <summary>Messages that follow each other.</summary>
/// <param name="First">The first one's sequence number.</param>
/// <param name="Last">The last one's.</param>
/// <param name="Count">How many there are.</param>
public sealed record MessageRangeView(long First, long Last, long Count)
{
    internal static IReadOnlyList<MessageRangeView> Of(IEnumerable<SequenceRange> ranges) => [.. ranges.Select(range => new MessageRangeView(range.First, range.Last, range.Count))];
}
