using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Credits.Events;
using Credits.Grants;
using Credits.Periods;

namespace Credits.Rating;

/// <summary>Prices events. Pure: the same event under the same tariff after the same usage costs the same, for ever.</summary>
/// <remarks>
/// In this order: the rate (the account's own, else the plan's, else the card's; within each the most specific); the sum of its components, each
/// rounded to a millionth; the plan's factor; the account's factor; the rate's rounding step; its minimum and maximum.
/// </remarks>
public static class Pricing
{
    // No factor can bring down what lies beyond this into what an amount can hold.
    private static readonly Int128 Unpayable = (Int128)Credits.Max.Millionths * 1_000_000;

    /// <summary>What an event costs; false, with the refusal, when it can't be priced.</summary>
    /// <param name="usage">What was used.</param>
    /// <param name="tariff">The prices at the event's time.</param>
    /// <param name="counters">What the account used before, by billing period.</param>
    /// <param name="charge">What it costs.</param>
    /// <param name="refusal">Why it has no price.</param>
    public static bool TryPrice(
        UsageEvent usage, Tariff tariff, PeriodCounters counters, [NotNullWhen(true)] out Charge? charge, [NotNullWhen(false)] out Refusal? refusal)
    {
        var (priced, why) = Price(usage, tariff, counters, parts: null);
        (charge, refusal) = (priced?.Charge, why);
        return charge is not null;
    }

    /// <summary>As <see cref="TryPrice"/>, with every step.</summary>
    public static bool TryExplain(
        UsageEvent usage, Tariff tariff, PeriodCounters counters, [NotNullWhen(true)] out Explanation? explanation, [NotNullWhen(false)] out Refusal? refusal)
    {
        var parts = new List<ComponentPrice>();
        (explanation, refusal) = Price(usage, tariff, counters, parts);
        if (explanation is not null) explanation = explanation with { Components = [.. parts] };
        return explanation is not null;
    }

    /// <summary>The rate that prices an event: the account's own, else the plan's, else the card's; null when there is none.</summary>
    public static Rate? RateFor(UsageEvent usage, Tariff tariff) => Choose(usage, tariff).Rate;

    /// <summary>Every rate that is for the event's meter at its time, whatever its conditions.</summary>
    public static ImmutableArray<Rate> RatesOf(UsageEvent usage, Tariff tariff) =>
        [.. RateOverride.ReplacementsOf(tariff.Overrides, usage), .. RateOverride.ReplacementsOf(tariff.PlanOverrides, usage), .. tariff.Version.RatesOf(usage.Meter)];

    private static (Explanation?, Refusal?) Price(UsageEvent usage, Tariff tariff, PeriodCounters counters, List<ComponentPrice>? parts)
    {
        var version = tariff.Version;
        var (rate, source) = Choose(usage, tariff);
        if (rate is null)
        {
            return version.Knows(usage.Meter) ? (null, NoMatchingRate(usage, version))
                : version.Prices.UnknownMeters == UnknownMeters.DeadLetter ? (null, UnknownMeter(usage, version))
                : (new(new(Credits.Zero, CreditType.Default, version.RateCard, version.Number), Rate: null, source, [], PlanMultiplier: null, Multiplier: null), null);
        }

        Int128 millionths = 0, cost = 0;
        ImmutableArray<Counted>.Builder? counted = null;
        foreach (var component in rate.Components)
        {
            if (!TryMeasure(usage, component, out var quantity, out var refusal)) return (null, refusal);

            var slices = ImmutableArray<Slice>.Empty;
            if (component.IsCounted)
            {
                counted ??= ImmutableArray.CreateBuilder<Counted>();
                if (!TryCount(usage, tariff, counters, component, quantity, counted, out var before, out refusal)) return (null, refusal);
                slices = Slice.Of(component, before, quantity);
            }
            else if (parts is not null)
            {
                slices = [new(quantity, component.Credits, Tier: null)];
            }

            var price = PriceOf(component, quantity, slices, rate.Rounding);
            millionths += price;
            cost += rate.Rounding.Divide((Int128)quantity.Millionths * component.CostMillionths, (Int128)component.Per * Quantity.MillionthsPerUnit);
            parts?.Add(new(component, slices, price));
        }

        if (millionths > Unpayable || cost > ProviderCost.MaxMillionths) return (null, OutOfRange(usage));

        // Two factors of at most 1,000 and the millionths of each are at most 8 × 10^21 × 10^3 × 10^9 < 2^127 on the way.
        var planFactor = RateOverride.MostSpecific(tariff.PlanOverrides, usage, replacing: false)?.Multiplier;
        var ownFactor = RateOverride.MostSpecific(tariff.Overrides, usage, replacing: false)?.Multiplier;
        if (planFactor is { } plan) millionths = plan.Times(millionths, rate.Rounding);
        if (ownFactor is { } own) millionths = own.Times(millionths, rate.Rounding);
        millionths = rate.Rounding.ToStep(millionths);
        if (rate.Minimum is { } minimum && millionths < minimum.Millionths) millionths = minimum.Millionths;
        if (rate.Maximum is { } maximum && millionths > maximum.Millionths) millionths = maximum.Millionths;
        if (millionths > Credits.Max.Millionths) return (null, OutOfRange(usage));

        var charge = new Charge(Credits.FromMillionths(millionths), rate.CreditType, version.RateCard, version.Number)
        {
            Counted = counted?.DrainToImmutable() ?? [],
            Cost = rate.HasCost ? new((long)cost, version.Prices.CostCurrency) : null,
        };
        return (new(charge, rate, source, [], planFactor, ownFactor), null);
    }

    private static (Rate? Rate, RateSource Source) Choose(UsageEvent usage, Tariff tariff) =>
        RateOverride.MostSpecific(tariff.Overrides, usage, replacing: true) is { } own ? (own.Replacement, RateSource.Account)
        : RateOverride.MostSpecific(tariff.PlanOverrides, usage, replacing: true) is { } plans ? (plans.Replacement, RateSource.Plan)
        : (tariff.Version.RateFor(usage), RateSource.RateCard);

    // At most 2 × 10^18 × 8 × 10^15 < 2^127, so every product and their sum are exact.
    private static Int128 PriceOf(Component component, Quantity quantity, ImmutableArray<Slice> slices, Rounding rounding)
    {
        Int128 dividend = 0;
        if (!component.IsCounted) dividend = (Int128)quantity.Millionths * component.Credits.Millionths;
        else foreach (var slice in slices) dividend += (Int128)slice.Quantity.Millionths * slice.Credits.Millionths;

        return rounding.Divide(dividend, (Int128)component.Per * Quantity.MillionthsPerUnit);
    }

    // Components of one event may share a counter: the later one goes on where the earlier stopped.
    private static bool TryCount(
        UsageEvent usage, Tariff tariff, PeriodCounters counters, Component component, Quantity quantity, ImmutableArray<Counted>.Builder counted,
        out Quantity before, out Refusal? refusal)
    {
        var (name, start) = (component.Counter!, tariff.Calendar.PeriodContaining(usage.Time).Start);
        var millionths = counters.CountOf(name, start).Millionths;
        foreach (var earlier in counted)
            if (earlier.Counter == name) millionths += earlier.Quantity.Millionths;

        var fits = millionths <= Quantity.Max.Millionths - quantity.Millionths;
        before = fits ? Quantity.FromMillionths(millionths) : Quantity.Max;
        refusal = !fits
            ? new(RefusalCodes.AmountOutOfRange, $"The period that began on {start:yyyy-MM-dd} would have used more of '{name}' than the {Quantity.Max} units a counter can hold; check the quantity {quantity}.")
            : counters.HasRoomFor(name, start, counted) ? null
            : new(RefusalCodes.TooManyCounters, $"The account already counts {PeriodCounters.MaxCounters} things for its tiers and included units, those of past months included, the most it may; let rates share counters by name.");
        if (refusal is not null) return false;

        counted.Add(new(name, start, quantity));
        return true;
    }

    private static bool TryMeasure(UsageEvent usage, Component component, out Quantity quantity, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = null;
        quantity = Quantity.One;
        if (component.Quantity is not { } path) return true;

        if (usage.Data.TryGetNumber(path, out var digits))
        {
            if (Quantity.TryParse(digits, out quantity)) return true;
            refusal = new(RefusalCodes.InvalidQuantity, $"'data.{path}' is {digits}, but a quantity is {Quantity.Rule}.");
            return false;
        }

        refusal = usage.Data.Dimension(path) is { } text
            ? new(RefusalCodes.InvalidQuantity, $"'data.{path}' is '{text}', not a JSON number; a quantity is {Quantity.Rule}.")
            : new(RefusalCodes.MissingQuantity, $"'data.{path}' is missing, but meter '{usage.Meter}' is priced by it.");
        return false;
    }

    private static Refusal NoMatchingRate(UsageEvent usage, RateCardVersion version) =>
        new(RefusalCodes.NoMatchingRate,
            $"No rate for meter '{usage.Meter}' in version {version.Number} of rate card '{version.RateCard}' matches the data {usage.Data}; add a default rate.");

    private static Refusal UnknownMeter(UsageEvent usage, RateCardVersion version) =>
        new(RefusalCodes.UnknownMeter,
            $"Version {version.Number} of rate card '{version.RateCard}' has no rate for meter '{usage.Meter}'; add one, or correct the event's type.");

    private static Refusal OutOfRange(UsageEvent usage) =>
        new(RefusalCodes.AmountOutOfRange, $"The event would cost more than the {Credits.Max} credits an amount can hold; check its quantities {usage.Data}.");
}
