using System.Collections.Frozen;
using System.Collections.Immutable;
using Credits.Events;

namespace Credits.Rating;

/// <summary>A published, immutable price list.</summary>
public sealed class RateCardVersion
{
    private readonly FrozenDictionary<string, ImmutableArray<Rate>> _mostSpecificFirst;

    /// <summary>A version of the rate card <paramref name="rateCard"/>.</summary>
    public RateCardVersion(string rateCard, int number, DateTimeOffset effectiveFrom, PriceList prices)
    {
        (RateCard, Number, EffectiveFrom, Prices) = (rateCard, number, effectiveFrom, prices);
        _mostSpecificFirst = prices.Rates
            .GroupBy(rate => rate.Meter, StringComparer.Ordinal)
            .ToFrozenDictionary(
                meter => meter.Key,
                meter => meter.OrderByDescending(Specificity.Of).Select(rate => rate.WithNamedCounters()).ToImmutableArray(),
                StringComparer.Ordinal);
    }

    /// <summary>The rate card's id.</summary>
    public string RateCard { get; }

    /// <summary>Counts the card's published versions from 1.</summary>
    public int Number { get; }

    /// <summary>The first event time it prices; it is in force until the next version's.</summary>
    public DateTimeOffset EffectiveFrom { get; }

    /// <summary>The prices, as published.</summary>
    public PriceList Prices { get; }

    /// <summary>Whether it prices the meter at all.</summary>
    public bool Knows(string meter) => _mostSpecificFirst.ContainsKey(meter);

    /// <summary>Every rate of a meter, the most specific first.</summary>
    public ImmutableArray<Rate> RatesOf(string meter) => _mostSpecificFirst.GetValueOrDefault(meter, []);

    /// <summary>The most specific rate whose conditions the event meets; null when there is none.</summary>
    public Rate? RateFor(UsageEvent usage)
    {
        if (!_mostSpecificFirst.TryGetValue(usage.Meter, out var rates)) return null;

        foreach (var rate in rates)
            if (rate.Applies(usage)) return rate;

        return null;
    }
}
