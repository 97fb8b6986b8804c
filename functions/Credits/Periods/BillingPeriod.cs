namespace Credits.Periods;

/// <summary>A month of an account, over which tiers and included units count: start ≤ t &lt; end, by its calendar.</summary>
/// <param name="Start">The first moment of it.</param>
/// <param name="End">The first moment after it.</param>
public readonly record struct BillingPeriod(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>The day on which the period of an account begins whose settings name none.</summary>
    public const int DefaultDay = 1;

    /// <summary>The last day of the longest month.</summary>
    public const int MaxDay = 31;
}
