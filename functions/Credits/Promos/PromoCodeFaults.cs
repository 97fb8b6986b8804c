using System.Collections.Immutable;
using Credits.Events;
using Credits.Rating;

namespace Credits.Promos;

/// <summary>Everything wrong with a promo code, found at once.</summary>
public static class PromoCodeFaults
{
    /// <summary>The faults; empty when it can be redeemed.</summary>
    public static ImmutableArray<Fault> Of(PromoCode code)
    {
        var faults = ImmutableArray.CreateBuilder<Fault>();
        if (code.Credits <= Credits.Zero) faults.Add(new("credits", $"Must be above zero, but is {code.Credits}."));
        AddList(code.Meters, "meters", PromoCode.MaxMeters, meter => meter.Length is > 0 and <= UsageEvent.MaxMeterLength, $"A meter is 1 to {UsageEvent.MaxMeterLength} characters.", faults);
        AddList(code.Plans, "plans", PromoCode.MaxPlans, plan => AccountId.TryParse(plan, out _), "Is not a plan's id.", faults);
        if (code.ValidUntil <= code.ValidFrom) faults.Add(new("validUntil", "Must be after 'validFrom'."));
        if (code.MaxRedemptions < 1) faults.Add(new("maxRedemptions", $"Must be one or more, but is {code.MaxRedemptions}; leave it out for any number."));
        if (code.Description?.Length > PromoCode.MaxDescriptionLength) faults.Add(new("description", $"Must be at most {PromoCode.MaxDescriptionLength} characters."));
        return faults.DrainToImmutable();
    }

    private static void AddList(ImmutableArray<string> list, string path, int most, Func<string, bool> isOne, string rule, ImmutableArray<Fault>.Builder faults)
    {
        if (list.Length > most)
        {
            faults.Add(new(path, $"There can be at most {most}, not {list.Length}."));
            return;
        }

        for (var i = 0; i < list.Length; i++)
        {
            if (!isOne(list[i])) faults.Add(new($"{path}[{i}]", rule));
            else if (list.AsSpan(0, i).Contains(list[i])) faults.Add(new($"{path}[{i}]", $"'{list[i]}' is there twice."));
        }
    }
}
