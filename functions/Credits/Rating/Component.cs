using System.Collections.Immutable;

namespace Credits.Rating;

/// <summary>One part of a price: so many credits per so many units of a quantity.</summary>
/// <param name="Quantity">The path of the quantity within the event's data, such as <c>inputTokens</c>; null counts each event as one unit.</param>
/// <param name="Credits">What <paramref name="Per"/> units cost, unless there are tiers; zero or more.</param>
/// <param name="Per">How many units that price buys; one or more.</param>
public sealed record Component(string? Quantity, Credits Credits, long Per = 1)
{
    /// <summary>The largest unit size.</summary>
    public const long MaxPer = 1_000_000_000;

    /// <summary>The most tiers.</summary>
    public const int MaxTiers = 20;

    /// <summary>Prices by how much the billing period has used, lowest first; empty for one price.</summary>
    public ImmutableArray<Tier> Tiers { get; init; } = [];

    /// <summary>How the tiers apply.</summary>
    public TierMode TierMode { get; init; }

    /// <summary>How many units of each billing period cost nothing. Tiers count from the first unit after them.</summary>
    public Quantity Included { get; init; }

    /// <summary>The counter that tiers and included units go by; null for one of this rate and quantity alone. Rates that name the same one share it.</summary>
    public string? Counter { get; init; }

    /// <summary>What <c>per</c> units cost the provider, in millionths of the rate card's currency; for margins, never for charges.</summary>
    public long CostMillionths { get; init; }

    /// <summary>Whether the price depends on what the period has used before.</summary>
    public bool IsCounted => !Tiers.IsEmpty || Included != global::Credits.Quantity.Zero;

    /// <summary>Equal in every part.</summary>
    public bool Equals(Component? other) =>
        other is not null && Quantity == other.Quantity && Credits == other.Credits && Per == other.Per && TierMode == other.TierMode
        && Included == other.Included && Counter == other.Counter && CostMillionths == other.CostMillionths
        && Tiers.AsSpan().SequenceEqual(other.Tiers.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Quantity, Credits, Per, Tiers.Length, Included);
}
