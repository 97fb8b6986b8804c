namespace Credits.Plans;

/// <summary>That a plan is only for a time.</summary>
/// <param name="Days">How many days of 24 hours.</param>
/// <param name="Then">The plan that comes after it; null for none.</param>
public sealed record Trial(int Days, string? Then)
{
    /// <summary>The longest trial, in days.</summary>
    public const int MaxDays = 366;
}
