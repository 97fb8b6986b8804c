namespace Credits.Functions.Storage.Ingest;

/// <summary>Messages of one partition that follow each other.</summary>
/// <param name="First">The first one's sequence number.</param>
/// <param name="Last">The last one's; not below <paramref name="First"/>.</param>
public readonly record struct SequenceRange(long First, long Last)
{
    /// <summary>How many there are.</summary>
    public long Count => Last - First + 1;

    /// <inheritdoc/>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
