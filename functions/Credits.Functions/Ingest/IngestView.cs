using Credits.Functions.Storage.Ingest;

namespace Credits.Functions.Ingest;

/// <summary>How far the event hub has been worked off.</summary>
/// <param name="Lag">Messages that are still to be settled.</param>
/// <param name="Booked">Events debited.</param>
/// <param name="Duplicates">Events recognized as debited before.</param>
/// <param name="DeadLettered">Events that could not be booked.</param>
/// <param name="Partitions">The same for each partition.</param>
public sealed record IngestView(long Lag, long Booked, long Duplicates, long DeadLettered, IReadOnlyList<PartitionView> Partitions)
{
    internal static IngestView Of(IReadOnlyList<PartitionView> partitions) => new(
        partitions.Sum(partition => partition.Lag), partitions.Sum(partition => partition.Booked), partitions.Sum(partition => partition.Duplicates),
        partitions.Sum(partition => partition.DeadLettered), partitions);
}

/// <summary>How far one partition has been worked off.</summary>
/// <param name="Id">The partition.</param>
/// <param name="LastEnqueued">The last message it took; −1 before the first.</param>
/// <param name="BookedThrough">The last message whose events are all settled; −1 before the first.</param>
/// <param name="Lag">Messages between the two.</param>
/// <param name="Booked">Events debited.</param>
/// <param name="Duplicates">Events recognized as debited before.</param>
/// <param name="DeadLettered">Events that could not be booked.</param>
/// <param name="UpdatedAt">When the last batch was settled.</param>
public sealed record PartitionView(
    string Id, long LastEnqueued, long BookedThrough, long Lag, long Booked, long Duplicates, long DeadLettered, DateTimeOffset? UpdatedAt)
{
    internal static PartitionView Of(string id, long lastEnqueued, IngestProgress? progress)
    {
        var through = progress?.BookedThrough ?? -1;
        var outcomes = progress?.Outcomes ?? default;
        return new(id, lastEnqueued, through, Math.Max(0, lastEnqueued - through), outcomes.Booked, outcomes.Duplicates, outcomes.DeadLettered, progress?.UpdatedAt);
    }
}
