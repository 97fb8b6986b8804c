using System.Collections.Immutable;
using Credits.Grants;
using Credits.Periods;

namespace Credits.Rating;

/// <summary>What an event costs.</summary>
/// <param name="Amount">Zero or more.</param>
/// <param name="CreditType">The type of credits it burns.</param>
/// <param name="RateCard">The rate card that priced it.</param>
/// <param name="Version">That rate card's version.</param>
public sealed record Charge(Credits Amount, CreditType CreditType, string RateCard, int Version)
{
    /// <summary>What it adds to the period's counters.</summary>
    public ImmutableArray<Counted> Counted { get; init; } = [];

    /// <summary>What it cost the provider; null where no rate says so.</summary>
    public ProviderCost? Cost { get; init; }

    /// <summary>Equal in every part.</summary>
    public bool Equals(Charge? other) =>
        other is not null && Amount == other.Amount && CreditType == other.CreditType && RateCard == other.RateCard && Version == other.Version
        && Cost == other.Cost && Counted.AsSpan().SequenceEqual(other.Counted.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Amount, CreditType, RateCard, Version);
}
