using System.Collections.Immutable;
using Credits.Rating;

namespace Credits.Packs;

/// <summary>Everything wrong with a pack, found at once.</summary>
public static class PackFaults
{
    /// <summary>The faults; empty when it can be bought.</summary>
    public static ImmutableArray<Fault> Of(Pack pack)
    {
        var faults = ImmutableArray.CreateBuilder<Fault>();
        if (pack.Name.Length is 0 or > Pack.MaxNameLength || string.IsNullOrWhiteSpace(pack.Name)) faults.Add(new("name", $"A name has 1 to {Pack.MaxNameLength} characters that are not all blank."));
        if (pack.Credits <= Credits.Zero) faults.Add(new("credits", $"Must be above zero, but is {pack.Credits}."));
        AddPrice(pack.Price.Amount, "price.amount", faults);
        if (!Money.IsCurrency(pack.Price.Currency)) faults.Add(new("price.currency", $"'{pack.Price.Currency}' is no currency: {Money.CurrencyRule}."));
        if (pack.Bonus is { } bonus && bonus.Credits <= Credits.Zero) faults.Add(new("bonus.credits", $"Must be above zero, but is {bonus.Credits}; leave out 'bonus' to give nothing away."));
        AddTiers(pack, faults);
        return faults.DrainToImmutable();
    }

    private static void AddTiers(Pack pack, ImmutableArray<Fault>.Builder faults)
    {
        if (pack.Tiers.Length > Pack.MaxTiers)
        {
            faults.Add(new("tiers", $"There can be at most {Pack.MaxTiers}, not {pack.Tiers.Length}."));
            return;
        }

        for (var i = 0; i < pack.Tiers.Length; i++)
        {
            var (tier, at) = (pack.Tiers[i], $"tiers[{i}]");
            if (tier.From is < 2 or > Pack.MaxQuantity) faults.Add(new($"{at}.from", $"Must be from 2 to {Pack.MaxQuantity}, but is {tier.From}; one costs the pack's price."));
            else if (i > 0 && tier.From <= pack.Tiers[i - 1].From) faults.Add(new($"{at}.from", $"Must be above the {pack.Tiers[i - 1].From} of the tier before, but is {tier.From}."));
            AddPrice(tier.Price, $"{at}.price", faults);
        }
    }

    private static void AddPrice(long price, string at, ImmutableArray<Fault>.Builder faults)
    {
        if (price is < 1 or > Money.MaxAmount) faults.Add(new(at, $"Must be from 1 to {Money.MaxAmount} of the currency's smallest unit, but is {price}."));
    }
}
