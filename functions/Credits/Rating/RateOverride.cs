using System.Collections.Immutable;
using Credits.Events;

namespace Credits.Rating;

/// <summary>A price of an account or of everybody on a plan: another rate in the place of the card's, or a factor on whatever it costs.</summary>
public sealed record RateOverride
{
    private RateOverride(string meter, ImmutableArray<Condition> conditions) => (Meter, Conditions) = (meter, conditions);

    /// <summary>The meter it is for.</summary>
    public string Meter { get; }

    /// <summary>What must be true of the event's dimensions; empty for every event of the meter.</summary>
    public ImmutableArray<Condition> Conditions { get; }

    /// <summary>The rate that applies instead of the card's; null for a factor.</summary>
    public Rate? Replacement { get; private init; }

    /// <summary>What the sum of the components is multiplied by; null for a replacement.</summary>
    public Multiplier? Multiplier { get; private init; }

    /// <summary>The first event time it is for; null for no beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The first event time it is no longer for; null for no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>A rate in the place of the card's, for the events to which it applies.</summary>
    public static RateOverride Replace(Rate rate) => new(rate.Meter, rate.Conditions) { Replacement = rate.WithNamedCounters() };

    /// <summary>A factor on the price of a meter.</summary>
    public static RateOverride Multiply(string meter, Multiplier by, params ImmutableArray<Condition> conditions) => new(meter, conditions) { Multiplier = by };

    /// <summary>Whether it is for an event.</summary>
    public bool AppliesTo(UsageEvent usage)
    {
        if (!IsInForceFor(usage)) return false;
        foreach (var condition in Conditions)
            if (!condition.IsMetBy(usage.Data)) return false;

        return true;
    }

    /// <summary>Whether both could be for one event at a time, and neither is more specific.</summary>
    public bool IsAmbiguousWith(RateOverride other) =>
        Meter == other.Meter && (Replacement is null) == (other.Replacement is null)
        && (From ?? DateTimeOffset.MinValue) < (other.Until ?? DateTimeOffset.MaxValue) && (other.From ?? DateTimeOffset.MinValue) < (Until ?? DateTimeOffset.MaxValue)
        && Specificity.Of(Conditions) == Specificity.Of(other.Conditions)
        && Conditions.All(mine => other.Conditions.All(mine.CanCoincideWith));

    /// <summary>Equal in every part.</summary>
    public bool Equals(RateOverride? other) =>
        other is not null && Meter == other.Meter && Replacement == other.Replacement && Multiplier == other.Multiplier && From == other.From && Until == other.Until
        && Conditions.AsSpan().SequenceEqual(other.Conditions.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Meter, Replacement, Multiplier, From, Until);

    /// <summary>The rates in the place of others for the event's meter at its time, whatever their conditions.</summary>
    internal static IEnumerable<Rate> ReplacementsOf(ImmutableArray<RateOverride> overrides, UsageEvent usage) =>
        overrides.Where(item => item.IsInForceFor(usage)).Select(item => item.Replacement).OfType<Rate>();

    /// <summary>The most specific one that is for an event; null when none is.</summary>
    internal static RateOverride? MostSpecific(ImmutableArray<RateOverride> overrides, UsageEvent usage, bool replacing)
    {
        RateOverride? found = null;
        foreach (var candidate in overrides)
        {
            if ((candidate.Replacement is not null) != replacing || !candidate.AppliesTo(usage)) continue;
            if (found is null || Specificity.Of(candidate.Conditions).CompareTo(Specificity.Of(found.Conditions)) > 0) found = candidate;
        }

        return found;
    }

    private bool IsInForceFor(UsageEvent usage) => usage.Meter == Meter && (From is null || usage.Time >= From) && (Until is null || usage.Time < Until);
}
