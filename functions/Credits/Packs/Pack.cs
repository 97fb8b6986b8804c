using System.Collections.Immutable;
using Credits.Grants;
using Credits.Periods;

namespace Credits.Packs;

/// <summary>Credits that customers can buy.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; customers see it where they pay.</param>
/// <param name="Credits">How many credits one of it is; above zero.</param>
/// <param name="Price">What one of it costs, unless a tier says otherwise.</param>
public sealed record Pack(string Id, string Name, Credits Credits, Money Price)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The most tiers.</summary>
    public const int MaxTiers = 20;

    /// <summary>The most that can be bought at a time.</summary>
    public const int MaxQuantity = 10_000;

    /// <summary>What kind of credits.</summary>
    public CreditType CreditType { get; init; } = CreditType.Default;

    /// <summary>What one costs when many are bought at a time, by the quantity from which on that counts, smallest first.</summary>
    public ImmutableArray<PackTier> Tiers { get; init; } = [];

    /// <summary>What is given away with it; null for nothing.</summary>
    public PackBonus? Bonus { get; init; }

    /// <summary>How long what was bought lives; null for ever.</summary>
    public Term? Lifetime { get; init; }

    /// <summary>Lower burns first.</summary>
    public int Priority { get; init; } = Grant.DefaultPriority;

    /// <summary>What one costs when so many are bought at a time: all of them cost what the tier says that the quantity reaches.</summary>
    public Money PriceOfOne(int quantity)
    {
        var price = Price;
        foreach (var tier in Tiers)
            if (tier.From <= quantity) price = price with { Amount = tier.Price };

        return price;
    }

    /// <summary>Equal in every part.</summary>
    public bool Equals(Pack? other) =>
        other is not null && Id == other.Id && Name == other.Name && Credits == other.Credits && Price == other.Price && CreditType == other.CreditType
        && Bonus == other.Bonus && Lifetime == other.Lifetime && Priority == other.Priority && Tiers.AsSpan().SequenceEqual(other.Tiers.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name, Credits, Price, Tiers.Length);
}

/// <summary>What one pack costs from a quantity on.</summary>
/// <param name="From">The quantity; two or more.</param>
/// <param name="Price">The price of one, in the smallest unit of the pack's currency; above zero.</param>
public readonly record struct PackTier(int From, long Price);

/// <summary>Credits given away with a pack, in a grant of their own.</summary>
/// <param name="Credits">How many with each pack; above zero.</param>
/// <param name="Lifetime">How long they live; null for as long as what was bought.</param>
public sealed record PackBonus(Credits Credits, Term? Lifetime);
