using System.Collections.Immutable;

namespace Credits.Rating;

/// <summary>Everything that keeps a price list from being published, found at once.</summary>
public static class RateCardFaults
{
    /// <summary>The most rates a card may have.</summary>
    public const int MaxRates = 500;

    private const int CurrencyLetters = 3;

    /// <summary>The faults of a draft; empty when it may be published. A rate that is ambiguous with several is told about once.</summary>
    public static ImmutableArray<Fault> Of(PriceList prices)
    {
        var rates = prices.Rates;

        // Comparing each rate with each is for as many as a card may have, not for whatever somebody sends.
        if (rates.Length > MaxRates) return [new("rates", $"A rate card has at most {MaxRates} rates, not {rates.Length}.")];

        var faults = ImmutableArray.CreateBuilder<Fault>();
        if (rates.IsEmpty) faults.Add(new("rates", "A rate card needs at least one rate."));
        if (prices.CostCurrency.Length != CurrencyLetters || prices.CostCurrency.Any(letter => !char.IsAsciiLetterUpper(letter)))
            faults.Add(new("costCurrency", $"'{prices.CostCurrency}' is not a currency: three capital letters, as in USD."));

        for (var i = 0; i < rates.Length; i++)
        {
            RateFaults.Add(rates[i], $"rates[{i}]", faults);

            // One is enough to say: of 500 equal rates, each pair would be 124,750 faults.
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (!IsAmbiguous(rates[earlier], rates[i])) continue;
                faults.Add(new($"rates[{i}]", $"An event of meter '{rates[i].Meter}' could match this rate and rates[{earlier}] alike; make one more specific."));
                break;
            }
        }

        RateFaults.AddCounters(rates.Select((rate, i) => ((Rate?)rate, $"rates[{i}]")), areNamed: false, faults);
        return faults.DrainToImmutable();
    }

    // Equally specific rates that one event could meet: which of them applies would be chance.
    private static bool IsAmbiguous(Rate left, Rate right) =>
        left.Meter == right.Meter
        && Specificity.Of(left) == Specificity.Of(right)
        && left.Conditions.All(l => right.Conditions.All(l.CanCoincideWith));
}
