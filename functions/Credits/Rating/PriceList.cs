using System.Collections.Immutable;

namespace Credits.Rating;

/// <summary>What a version of a rate card says.</summary>
/// <param name="Rates">The rates, in the order in which they were written.</param>
public sealed record PriceList(ImmutableArray<Rate> Rates)
{
    /// <summary>The currency of provider costs where a card names none.</summary>
    public const string DefaultCurrency = "USD";

    /// <summary>What becomes of an event whose meter has no rate.</summary>
    public UnknownMeters UnknownMeters { get; init; }

    /// <summary>The currency of the components' provider costs: three letters, as ISO 4217 has them.</summary>
    public string CostCurrency { get; init; } = DefaultCurrency;

    /// <summary>Equal in every part.</summary>
    public bool Equals(PriceList? other) =>
        other is not null && UnknownMeters == other.UnknownMeters && CostCurrency == other.CostCurrency && Rates.AsSpan().SequenceEqual(other.Rates.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(UnknownMeters, CostCurrency, Rates.Length);
}

/// <summary>What becomes of an event whose meter has no rate.</summary>
public enum UnknownMeters
{
    /// <summary>It is refused, and waits as a dead letter until a rate was published.</summary>
    DeadLetter,

    /// <summary>It is booked and costs nothing.</summary>
    Free,
}
