using Credits.Grants;
using Credits.Periods;

namespace Credits.Plans;

/// <summary>What a plan grants each period.</summary>
/// <param name="Id">Unique within its plan.</param>
/// <param name="Amount">How many credits a period; above zero.</param>
/// <param name="Cycle">The periods.</param>
public sealed record Allotment(string Id, Credits Amount, Cycle Cycle)
{
    /// <summary>The longest id, in characters.</summary>
    public const int MaxIdLength = 32;

    /// <summary>What kind of credits.</summary>
    public CreditType CreditType { get; init; } = CreditType.Default;

    /// <summary>How long what is granted lives.</summary>
    public Lifetime Lifetime { get; init; } = Lifetime.UntilNextPeriod;

    /// <summary>Lower burns first.</summary>
    public int Priority { get; init; } = Grant.DefaultPriority;

    /// <summary>What rolls over of what is left at the end of a period; null when all of it expires.</summary>
    public RolloverPolicy? Rollover { get; init; }
}
