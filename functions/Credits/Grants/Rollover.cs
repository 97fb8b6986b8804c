namespace Credits.Grants;

/// <summary>How much of what is left of a grant at its end rolls over, and until when that lives.</summary>
/// <param name="Percent">How much of a hundred; from 1 to 100.</param>
/// <param name="Minimum">At least so many, as far as they are left; null for no least.</param>
/// <param name="Maximum">At most so many; null for no most.</param>
/// <param name="ExpiresAt">The end of what rolled over; null for never.</param>
public sealed record Rollover(int Percent, Credits? Minimum, Credits? Maximum, DateTimeOffset? ExpiresAt)
{
    /// <summary>All of it.</summary>
    public const int WholePercent = 100;

    /// <summary>What rolls over of what is left: the percentage, rounded down to a millionth, within its bounds; never more than is left.</summary>
    public Credits Of(Credits remaining)
    {
        var share = Credits.FromMillionths((Int128)remaining.Millionths * Percent / WholePercent);
        if (Minimum is { } minimum && share < minimum) share = minimum;
        if (Maximum is { } maximum && share > maximum) share = maximum;
        return Credits.Min(share, remaining);
    }
}
