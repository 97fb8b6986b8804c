using System.Collections.Immutable;
using Credits.Events;

namespace Credits.Rating;

/// <summary>Everything that keeps a price list from being published, found at once.</summary>
public static class RateCardFaults
{
    /// <summary>The most rates a card may have.</summary>
    public const int MaxRates = 500;

    /// <summary>The faults of a draft; empty when it may be published. A rate that is ambiguous with several is told about once.</summary>
    public static ImmutableArray<Fault> Of(ImmutableArray<Rate> rates)
    {
        var faults = ImmutableArray.CreateBuilder<Fault>();
        if (rates.IsEmpty) faults.Add(new("rates", "A rate card needs at least one rate."));

        // Comparing each rate with each is for as many as a card may have, not for whatever somebody sends.
        if (rates.Length > MaxRates) return [new("rates", $"A rate card has at most {MaxRates} rates, not {rates.Length}.")];

        for (var i = 0; i < rates.Length; i++)
        {
            Check(rates[i], $"rates[{i}]", faults);

            // One is enough to say: of 500 equal rates, each pair would be 124,750 faults.
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (!IsAmbiguous(rates[earlier], rates[i])) continue;
                faults.Add(new($"rates[{i}]", $"An event of meter '{rates[i].Meter}' could match this rate and rates[{earlier}] alike; make one more specific."));
                break;
            }
        }

        return faults.DrainToImmutable();
    }

    private static void Check(Rate rate, string path, ImmutableArray<Fault>.Builder faults)
    {
        if (rate.Meter.Length is 0 or > UsageEvent.MaxMeterLength) faults.Add(new($"{path}.meter", $"A meter has 1 to {UsageEvent.MaxMeterLength} characters."));
        if (rate.Components.IsEmpty) faults.Add(new($"{path}.components", "A rate needs at least one component."));

        for (var i = 0; i < rate.Components.Length; i++)
        {
            var component = rate.Components[i];
            if (component.Credits < Credits.Zero) faults.Add(new($"{path}.components[{i}].credits", $"A price can't be negative, but is {component.Credits}."));
            if (component.Per is < 1 or > Component.MaxPer) faults.Add(new($"{path}.components[{i}].per", $"A unit size is from 1 to {Component.MaxPer}, not {component.Per}."));
            if (component.Quantity is "") faults.Add(new($"{path}.components[{i}].quantity", "A quantity names a property of the event's data; leave it out to count events."));
        }

        for (var i = 0; i < rate.Conditions.Length; i++)
        {
            var condition = rate.Conditions[i];
            if (condition.Dimension is "") faults.Add(new($"{path}.conditions[{i}].dimension", "A condition names a property of the event's data."));
            if (condition.Prefix is "") faults.Add(new($"{path}.conditions[{i}].prefix", "An empty prefix selects nothing; leave the condition out."));
            if (condition.Prefix is null && condition.Values.IsEmpty) faults.Add(new($"{path}.conditions[{i}].in", "A list of values needs at least one."));
            for (var earlier = 0; earlier < i; earlier++)
                if (rate.Conditions[earlier].Dimension == condition.Dimension)
                    faults.Add(new($"{path}.conditions[{i}].dimension", $"'{condition.Dimension}' already has a condition in this rate."));
        }
    }

    // Equally specific rates that one event could meet: which of them applies would be chance.
    private static bool IsAmbiguous(Rate left, Rate right) =>
        left.Meter == right.Meter
        && Specificity.Of(left) == Specificity.Of(right)
        && left.Conditions.All(l => right.Conditions.All(l.CanCoincideWith));
}
