using System.Collections.Immutable;
using Credits.Grants;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Packs;

/// <summary>What so many of a pack cost and give, as the pack was when somebody wanted them. A change of the pack changes no offer.</summary>
/// <param name="PackId">The pack.</param>
/// <param name="Quantity">How many of it.</param>
/// <param name="PriceOfOne">What one of them costs.</param>
/// <param name="Credits">How many credits they are together.</param>
public sealed record Offer(string PackId, int Quantity, Money PriceOfOne, Credits Credits)
{
    /// <summary>What they cost together.</summary>
    public Money Price => PriceOfOne with { Amount = PriceOfOne.Amount * Quantity };

    /// <summary>What kind of credits.</summary>
    public CreditType CreditType { get; init; } = CreditType.Default;

    /// <summary>How long what is bought lives; null for ever.</summary>
    public Term? Lifetime { get; init; }

    /// <summary>How many credits are given away beside.</summary>
    public Credits Bonus { get; init; }

    /// <summary>How long those live; null for ever.</summary>
    public Term? BonusLifetime { get; init; }

    /// <summary>Lower burns first.</summary>
    public int Priority { get; init; } = Grant.DefaultPriority;

    /// <summary>Makes an offer.</summary>
    /// <returns>The offer, or what is wrong with the quantity.</returns>
    public static (Offer? Offer, Fault? Fault) Of(Pack pack, int quantity)
    {
        if (quantity is < 1 or > Pack.MaxQuantity) return (null, new("quantity", $"Must be from 1 to {Pack.MaxQuantity}, but is {quantity}."));

        var one = pack.PriceOfOne(quantity);
        if (one.Amount * quantity > Money.MaxAmount)
            return (null, new("quantity", $"{quantity} of pack '{pack.Id}' cost {one.Amount * quantity}, more than the {Money.MaxAmount} of the currency's smallest unit that a payment may be; buy fewer at a time."));
        if (!IsAmount(pack.Credits, quantity) || !IsAmount(pack.Bonus?.Credits ?? Credits.Zero, quantity))
            return (null, new("quantity", $"{quantity} of pack '{pack.Id}' are more credits than the {Credits.Max} that an amount can hold; buy fewer at a time."));

        return (new(pack.Id, quantity, one, Times(pack.Credits, quantity))
        {
            CreditType = pack.CreditType,
            Lifetime = pack.Lifetime,
            Bonus = Times(pack.Bonus?.Credits ?? Credits.Zero, quantity),
            BonusLifetime = pack.Bonus?.Lifetime ?? pack.Lifetime,
            Priority = pack.Priority,
        }, null);
    }

    /// <summary>The id of the grant that is given away with a payment's.</summary>
    public static string BonusIdOf(string payment) => $"{payment}-bonus";

    /// <summary>What is granted once it is paid: what was bought, whose identity is the payment's and which knows what it cost, and what is given away.</summary>
    public ImmutableArray<Grant> GrantsFor(string payment, DateTimeOffset at, Calendar calendar)
    {
        var bought = new Grant
        {
            Id = payment,
            Kind = GrantKind.Purchase,
            CreditType = CreditType,
            Amount = Credits,
            Remaining = Credits,
            EffectiveAt = at,
            ExpiresAt = Lifetime?.After(at, calendar),
            Priority = Priority,
            Reference = Quantity == 1 ? $"Pack {PackId}" : $"{Quantity} × pack {PackId}",
            Cost = Price,
        };
        if (Bonus == Credits.Zero) return [bought];

        return [bought, bought with { Id = BonusIdOf(payment), Kind = GrantKind.Promo, Amount = Bonus, Remaining = Bonus, ExpiresAt = BonusLifetime?.After(at, calendar), Cost = null }];
    }

    /// <summary>How many of the credits of a grant go back with money: its share, rounded down to a millionth; all of it with all the money.</summary>
    /// <param name="granted">What was granted.</param>
    /// <param name="back">How much of the price is gone; more than all counts as all.</param>
    public Credits ShareOf(Credits granted, long back) =>
        Credits.FromMillionths((Int128)granted.Millionths * Math.Clamp(back, 0, Price.Amount) / Price.Amount);

    private static bool IsAmount(Credits one, int quantity) => (Int128)one.Millionths * quantity <= Credits.Max.Millionths;

    private static Credits Times(Credits one, int quantity) => Credits.FromMillionths((Int128)one.Millionths * quantity);
}
