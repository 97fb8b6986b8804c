namespace Credits.Plans;

/// <summary>What rolls over of an allotment's grant at the end of its period.</summary>
/// <param name="Percent">How much of a hundred of what is left; from 1 to 100.</param>
/// <param name="Minimum">At least so many, as far as they are left; null for no least.</param>
/// <param name="Maximum">At most so many; null for no most.</param>
/// <param name="Periods">For how many periods more what rolled over lives; null for ever. Together they last a hundred years at most.</param>
public sealed record RolloverPolicy(int Percent, Credits? Minimum, Credits? Maximum, int? Periods)
{
    /// <summary>The most periods.</summary>
    public const int MaxPeriods = 120;
}
