using System.Collections.Immutable;
using Credits.Events;
using Credits.Limits;
using Credits.Rating;
using Credits.Thresholds;
using Credits.TopUps;

namespace Credits.Plans;

/// <summary>What all accounts that name it share: prices, limits and allotments. It says what counts where an account says nothing, as it is when an event is booked.</summary>
/// <param name="Id">The plan's id.</param>
public sealed record Plan(string Id)
{
    /// <summary>The longest display name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The most prices of its own.</summary>
    public const int MaxOverrides = 50;

    /// <summary>The most caps; they count beside an account's own.</summary>
    public const int MaxCaps = 10;

    /// <summary>The most fallbacks.</summary>
    public const int MaxFallbacks = 50;

    /// <summary>The plan's name, for people.</summary>
    public string? Name { get; init; }

    /// <summary>The rate card of accounts that name none; null for the default one.</summary>
    public string? RateCard { get; init; }

    /// <summary>The version of that rate card which the plan keeps, whatever is published; null for the one in force.</summary>
    public int? RateCardVersion { get; init; }

    /// <summary>Prices of everybody on the plan.</summary>
    public ImmutableArray<RateOverride> Overrides { get; init; } = [];

    /// <summary>The limits of accounts that say nothing else.</summary>
    public LimitDefaults Limits { get; init; } = LimitDefaults.None;

    /// <summary>What to use instead when a check does not simply allow something.</summary>
    public ImmutableArray<Fallback> Fallbacks { get; init; } = [];

    /// <summary>How little may be left before somebody is told; they count beside an account's own.</summary>
    public ImmutableArray<Threshold> Thresholds { get; init; } = [];

    /// <summary>What a customer who wants credits bought by themselves agrees to, where it says nothing else; null for nothing.</summary>
    public TopUpTerms? TopUp { get; init; }

    /// <summary>What it grants by time, and when.</summary>
    public PlanTerms Terms { get; init; } = PlanTerms.None;

    /// <summary>What it grants whenever a period is paid.</summary>
    public ImmutableArray<PaidAllotment> OnPayment { get; init; } = [];

    /// <summary>The most specific fallback for a usage; null when there is none.</summary>
    public Fallback? FallbackFor(UsageEvent usage)
    {
        Fallback? found = null;
        foreach (var candidate in Fallbacks)
        {
            if (!candidate.AppliesTo(usage)) continue;
            if (found is null || Specificity.Of(candidate.Conditions).CompareTo(Specificity.Of(found.Conditions)) > 0) found = candidate;
        }

        return found;
    }

    /// <summary>Equal in every part.</summary>
    public bool Equals(Plan? other) =>
        other is not null && Id == other.Id && Name == other.Name && RateCard == other.RateCard && RateCardVersion == other.RateCardVersion && Limits == other.Limits && Terms == other.Terms && TopUp == other.TopUp
        && Thresholds.AsSpan().SequenceEqual(other.Thresholds.AsSpan())
        && Overrides.AsSpan().SequenceEqual(other.Overrides.AsSpan()) && Fallbacks.AsSpan().SequenceEqual(other.Fallbacks.AsSpan())
        && OnPayment.AsSpan().SequenceEqual(other.OnPayment.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name, RateCard, Limits, Overrides.Length, Fallbacks.Length);
}
