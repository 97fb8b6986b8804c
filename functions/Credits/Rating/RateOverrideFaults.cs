using System.Collections.Immutable;
using Credits.Events;

namespace Credits.Rating;

/// <summary>Everything wrong with the overrides of an account or a plan, found at once.</summary>
public static class RateOverrideFaults
{
    /// <summary>The faults; empty when they may price events.</summary>
    /// <param name="overrides">The overrides.</param>
    /// <param name="path">Where they stand.</param>
    /// <param name="most">How many there may be.</param>
    public static ImmutableArray<Fault> Of(ImmutableArray<RateOverride> overrides, string path, int most)
    {
        if (overrides.Length > most) return [new(path, $"There can be at most {most}, not {overrides.Length}.")];

        var faults = ImmutableArray.CreateBuilder<Fault>();
        for (var i = 0; i < overrides.Length; i++)
        {
            var (item, at) = (overrides[i], $"{path}[{i}]");
            if (item.Replacement is { } rate) RateFaults.Add(rate, at, faults);
            else
            {
                if (item.Meter.Length is 0 or > UsageEvent.MaxMeterLength) faults.Add(new($"{at}.meter", $"A meter has 1 to {UsageEvent.MaxMeterLength} characters."));
                RateFaults.AddConditions(item.Conditions, at, faults);
            }

            if (item.Until <= item.From) faults.Add(new($"{at}.until", "Must be after 'from'."));
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (!overrides[earlier].IsAmbiguousWith(item)) continue;
                faults.Add(new(at, $"An event of meter '{item.Meter}' could meet this and {path}[{earlier}] alike; make one more specific, or let one end before the other begins."));
                break;
            }
        }

        RateFaults.AddCounters(overrides.Select((item, i) => (item.Replacement, $"{path}[{i}]")), areNamed: true, faults);
        return faults.DrainToImmutable();
    }
}
