namespace Credits.Functions.Storage.Ingest;

/// <summary>How far one partition of the event hub has been worked off, and with what outcome.</summary>
/// <param name="Partition">The partition's id.</param>
/// <param name="BookedThrough">The last message of which every event was booked, recognized as a duplicate, or dead-lettered; −1 before the first.</param>
/// <param name="Outcomes">Counts since the hub was made. After a crash the events of one batch may count twice: the journal is the truth, this is a gauge.</param>
/// <param name="UpdatedAt">When the last batch ended.</param>
public sealed record IngestProgress(string Partition, long BookedThrough, IngestOutcomes Outcomes, DateTimeOffset UpdatedAt);

/// <summary>What became of events.</summary>
public readonly record struct IngestOutcomes(long Booked, long Duplicates, long DeadLettered)
{
    /// <summary>Both together.</summary>
    public static IngestOutcomes operator +(IngestOutcomes left, IngestOutcomes right) =>
        new(left.Booked + right.Booked, left.Duplicates + right.Duplicates, left.DeadLettered + right.DeadLettered);
}
