using System.Collections.Immutable;

namespace Credits.Rating;

/// <summary>How a charge came about, step by step.</summary>
/// <param name="Charge">The charge.</param>
/// <param name="Rate">The rate that applied; null where the meter has none and is free.</param>
/// <param name="Source">Whose rate it is.</param>
/// <param name="Components">What each component costs, in the rate's order.</param>
/// <param name="PlanMultiplier">The plan's factor on their sum; null for none.</param>
/// <param name="Multiplier">The account's factor after that; null for none.</param>
public sealed record Explanation(
    Charge Charge, Rate? Rate, RateSource Source, ImmutableArray<ComponentPrice> Components, Multiplier? PlanMultiplier, Multiplier? Multiplier);

/// <summary>What one component of a rate costs for one event.</summary>
/// <param name="Component">The component.</param>
/// <param name="Slices">The event's units, cut where their price changes.</param>
/// <param name="Millionths">Their price in millionths of a credit, rounded; before factors, steps and bounds.</param>
public sealed record ComponentPrice(Component Component, ImmutableArray<Slice> Slices, Int128 Millionths);

/// <summary>Where a rate comes from.</summary>
public enum RateSource
{
    /// <summary>The rate card.</summary>
    RateCard,

    /// <summary>The plan, in the card's place.</summary>
    Plan,

    /// <summary>The account, in the plan's and the card's place.</summary>
    Account,
}
