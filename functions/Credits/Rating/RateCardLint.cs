using System.Collections.Immutable;

namespace Credits.Rating;

/// <summary>What is allowed in a price list but seldom meant.</summary>
public static class RateCardLint
{
    /// <summary>An action that costs more is better sold in a bigger unit of credits, for people to keep the numbers in mind.</summary>
    public static readonly Credits Dear = Credits.Of(50);

    /// <summary>An action that costs less makes balances with many decimals.</summary>
    public static readonly Credits Cheap = Credits.Of(0.01m);

    /// <summary>The warnings; none of them keeps the list from being published.</summary>
    public static ImmutableArray<Fault> Of(PriceList prices)
    {
        var warnings = ImmutableArray.CreateBuilder<Fault>();
        for (var i = 0; i < prices.Rates.Length; i++)
        {
            var (rate, path) = (prices.Rates[i], $"rates[{i}]");
            for (var c = 0; c < rate.Components.Length; c++) Add(rate, rate.Components[c], $"{path}.components[{c}]", warnings);

            if (rate.Minimum is { } minimum && minimum > Dear) warnings.Add(new($"{path}.minimum", $"Each event costs at least {minimum} credits; choose a bigger unit of credits."));
            if (!rate.Conditions.IsEmpty && !prices.Rates.Any(other => other.Meter == rate.Meter && other.Conditions.IsEmpty))
                warnings.Add(new($"{path}.conditions", $"Meter '{rate.Meter}' has no default rate: an event that meets no conditions becomes a dead letter."));
        }

        return warnings.DrainToImmutable();
    }

    private static void Add(Rate rate, Component component, string path, ImmutableArray<Fault>.Builder warnings)
    {
        ImmutableArray<Credits> all = component.Tiers.IsEmpty ? [component.Credits] : [.. component.Tiers.Select(tier => tier.Credits)];
        var what = component.Quantity is null ? (component.Per == 1 ? "an event" : $"{component.Per} events") : $"{component.Per} of '{component.Quantity}'";

        if (all.All(credits => credits == Credits.Zero)) warnings.Add(new($"{path}.credits", $"{Capital(what)} cost nothing; is that meant?"));
        else if (all.Max() > Dear) warnings.Add(new($"{path}.credits", $"{Capital(what)} cost {all.Max()} credits; choose a bigger unit of credits."));
        else if (all.Max() < Cheap) warnings.Add(new($"{path}.credits", $"{Capital(what)} cost {all.Max()} credits; choose a smaller unit of credits, or a larger 'per'."));

        if (rate.Rounding.Step > all.Max() && all.Max() > Credits.Zero)
            warnings.Add(new($"{path}.credits", $"{Capital(what)} cost {all.Max()} credits, but each event is rounded to a multiple of {rate.Rounding.Step}."));
        if (component.TierMode == TierMode.Volume && !component.Tiers.IsEmpty)
            warnings.Add(new($"{path}.tierMode", "A volume price applies from the event that reaches it; what was booked before in the period keeps its price."));
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
