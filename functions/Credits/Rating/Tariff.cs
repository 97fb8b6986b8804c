using System.Collections.Immutable;
using Credits.Periods;

namespace Credits.Rating;

/// <summary>Everything that decides an account's prices at an event's time, except what it used before.</summary>
/// <param name="Version">The rate card version: the one in force, or the one the account is pinned to.</param>
public sealed record Tariff(RateCardVersion Version)
{
    /// <summary>The prices of everybody on the account's plan.</summary>
    public ImmutableArray<RateOverride> PlanOverrides { get; init; } = [];

    /// <summary>The prices of this account alone.</summary>
    public ImmutableArray<RateOverride> Overrides { get; init; } = [];

    /// <summary>When the account's billing periods begin.</summary>
    public Calendar Calendar { get; init; } = Calendar.Default;
}
