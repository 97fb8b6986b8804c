using System.Collections.Immutable;
using Credits.Periods;

namespace Credits.Plans;

/// <summary>What of a plan an account takes part in from one moment to another: what it grants and when.</summary>
public sealed record PlanTerms
{
    /// <summary>The most allotments.</summary>
    public const int MaxAllotments = 10;

    /// <summary>Nothing is granted, and it ends by nobody's plan.</summary>
    public static PlanTerms None { get; } = new();

    /// <summary>The periods at whose end the plan renews, and a change "at the end of the period" comes.</summary>
    public Cycle Period { get; init; } = Cycle.Monthly;

    /// <summary>What it grants.</summary>
    public ImmutableArray<Allotment> Allotments { get; init; } = [];

    /// <summary>What becomes of allotments in the midst of a period.</summary>
    public Proration Proration { get; init; } = Proration.None;

    /// <summary>That it is only for a time; null when it goes on.</summary>
    public Trial? Trial { get; init; }

    /// <summary>How many days before a grant expires somebody is told, where the account says nothing; null or zero for not at all.</summary>
    public int? ExpiryNoticeDays { get; init; }

    /// <summary>Equal in every part.</summary>
    public bool Equals(PlanTerms? other) =>
        other is not null && Period == other.Period && Proration == other.Proration && Trial == other.Trial && ExpiryNoticeDays == other.ExpiryNoticeDays && Allotments.AsSpan().SequenceEqual(other.Allotments.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Period, Proration, Trial, Allotments.Length);
}
