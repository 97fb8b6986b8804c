namespace Credits.UsageDays;

/// <summary>A row of a day.</summary>
/// <param name="Sums">What its events come to.</param>
public sealed record UsageRow(UsageSums Sums)
{
    /// <summary>In a meter's whole row, how many dimensions it is split by; in the row of what is beyond the bounds, how many values have rows of their own.</summary>
    public int Parts { get; init; }

    /// <summary>In a meter's whole row, whether a dimension or a quantity was beyond the bounds and has no row or sum.</summary>
    public bool LeavesOut { get; init; }
}
