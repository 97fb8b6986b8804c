using Credits.Grants;
using Credits.Packs;

namespace Credits.TopUps;

/// <summary>When credits are bought by themselves, and how many.</summary>
/// <param name="Level">They are bought when so many credits are left, or fewer.</param>
/// <param name="Pack">The pack that is bought.</param>
public sealed record TopUpTerms(Credits Level, string Pack)
{
    /// <summary>Of which credits; the pack's.</summary>
    public CreditType CreditType { get; init; } = CreditType.Default;

    /// <summary>How many of the pack each time; null when it is an amount or a target that says so.</summary>
    public int? Quantity { get; init; }

    /// <summary>As many of the pack as make so many credits; null for none.</summary>
    public Credits? Credits { get; init; }

    /// <summary>As many of the pack as leave so many credits; null for none.</summary>
    public Credits? RefillTo { get; init; }

    /// <summary>How often credits are bought in a calendar month, at most; null for no limit.</summary>
    public int? MaxPerMonth { get; init; }

    /// <summary>How much is spent in a calendar month, at most; null for no limit.</summary>
    public Money? MaxSpendPerMonth { get; init; }

    /// <summary>How many of the pack are bought when so much is left: never fewer than one.</summary>
    public int QuantityOf(Pack pack, Credits left)
    {
        if (Quantity is { } fixedQuantity) return fixedQuantity;

        var wanted = (Int128)(Credits ?? RefillTo!.Value).Millionths - (RefillTo is null ? 0 : left.Millionths);
        var one = pack.Credits.Millionths;
        return (int)Int128.Clamp((wanted + one - 1) / one, 1, int.MaxValue);
    }

    /// <summary>Why a purchase would pass a limit of the month; null when it would not.</summary>
    /// <param name="price">What it costs.</param>
    /// <param name="bought">How often credits were bought by themselves in the month.</param>
    /// <param name="spent">What was spent on it, in the price's currency's smallest unit.</param>
    public string? LimitPassedBy(Money price, int bought, long spent)
    {
        if (MaxPerMonth <= bought) return $"{bought} of {MaxPerMonth} automatic top-ups of this month are used up";
        if (MaxSpendPerMonth is not { } most) return null;
        if (most.Currency != price.Currency) return $"the limit of a month is in {most.Currency}, but the pack costs {price.Currency}";
        return spent + price.Amount > most.Amount ? $"{price.Amount} {price.Currency} more would pass the {most.Amount} of a month, of which {spent} are spent" : null;
    }
}
