namespace Credits.Functions.Storage.Ingest;

/// <summary>How far one partition of the event hub has been worked off, and with what outcome.</summary>
/// <param name="Partition">The partition's id.</param>
/// <param name="Settled">The messages of which every event was booked, recognized as a duplicate, or dead-lettered; and those that are lost.</param>
/// <param name="Outcomes">Counts since the hub was made. After a crash the events of one batch may count twice: the journal is the truth, this is a gauge.</param>
/// <param name="UpdatedAt">When the last batch ended, the trigger's or one that was read again; null before the first.</param>
public sealed record IngestProgress(string Partition, SequenceRanges Settled, IngestOutcomes Outcomes, DateTimeOffset? UpdatedAt)
{
    /// <summary>The first message that the hub kept when Reconcile first looked: from there on all are this app's to settle; null before.</summary>
    public long? OwedFrom { get; init; }

    /// <summary>When the trigger's last batch ended; null before its first.</summary>
    public DateTimeOffset? TriggeredAt { get; init; }

    /// <summary>Messages that the trigger passed over and that were read again.</summary>
    public long ReRead { get; init; }

    /// <summary>Messages that the hub's retention removed before they were settled.</summary>
    public SequenceRanges Lost { get; init; } = SequenceRanges.None;

    /// <summary>The highest message that is settled; −1 before the first.</summary>
    public long BookedThrough => Settled.All.IsEmpty ? -1 : Settled.All[^1].Last;

    /// <summary>A partition of which nothing is settled yet.</summary>
    public static IngestProgress None(string partition) => new(partition, SequenceRanges.None, default, UpdatedAt: null);
}

/// <summary>What became of events.</summary>
public readonly record struct IngestOutcomes(long Booked, long Duplicates, long DeadLettered)
{
    /// <summary>Both together.</summary>
    public static IngestOutcomes operator +(IngestOutcomes left, IngestOutcomes right) =>
        new(left.Booked + right.Booked, left.Duplicates + right.Duplicates, left.DeadLettered + right.DeadLettered);
}
