using System.Collections.Immutable;
using Credits.Events;
using Credits.Limits;
using Credits.Rating;
using Credits.Thresholds;
using Credits.TopUps;

namespace Credits.Plans;

/// <summary>Everything wrong with a plan, found at once.</summary>
public static class PlanFaults
{
    /// <summary>The faults; empty when accounts may name it.</summary>
    public static ImmutableArray<Fault> Of(Plan plan)
    {
        var faults = ImmutableArray.CreateBuilder<Fault>();
        if (plan.Name is { Length: 0 or > Plan.MaxNameLength }) faults.Add(new("name", $"A name has 1 to {Plan.MaxNameLength} characters."));
        faults.AddRange(RateOverrideFaults.Of(plan.Overrides, "overrides", Plan.MaxOverrides));
        if (plan.Limits.OverdraftLimit < Credits.Zero) faults.Add(new("limits.overdraftLimit", $"A limit can't be negative, but is {plan.Limits.OverdraftLimit}."));
        AddCaps(plan.Limits.Caps, faults);
        AddFallbacks(plan.Fallbacks, faults);
        if (plan.RateCardVersion is < 1) faults.Add(new("rateCardVersion", "Must be the number of a published version of the plan's rate card."));
        if (plan.RateCardVersion is not null && plan.RateCard is null) faults.Add(new("rateCardVersion", "A version is kept of a rate card that the plan names; add 'rateCard'."));
        AllotmentFaults.Add(plan.Terms, plan.OnPayment, faults);
        faults.AddRange(ThresholdFaults.Of(plan.Thresholds, "thresholds"));
        if (ThresholdFaults.OfNotice(plan.Terms.ExpiryNoticeDays, "expiryNoticeDays") is { } notice) faults.Add(notice);
        if (plan.TopUp is { } topUp) faults.AddRange(TopUpFaults.Of(topUp, "topUp."));
        return faults.DrainToImmutable();
    }

    private static void AddCaps(ImmutableArray<Cap> caps, ImmutableArray<Fault>.Builder faults)
    {
        if (caps.Length > Plan.MaxCaps)
        {
            faults.Add(new("limits.caps", $"There can be at most {Plan.MaxCaps}, not {caps.Length}."));
            return;
        }

        for (var i = 0; i < caps.Length; i++)
        {
            var (cap, scope, at) = (caps[i], caps[i].Scope, $"limits.caps[{i}]");
            if (cap.Limit < Credits.Zero) faults.Add(new($"{at}.limit", $"A limit can't be negative, but is {cap.Limit}."));
            if (scope.Meter is { Length: 0 or > UsageEvent.MaxMeterLength }) faults.Add(new($"{at}.meter", $"A meter has 1 to {UsageEvent.MaxMeterLength} characters."));
        }
    }

    private static void AddFallbacks(ImmutableArray<Fallback> fallbacks, ImmutableArray<Fault>.Builder faults)
    {
        if (fallbacks.Length > Plan.MaxFallbacks)
        {
            faults.Add(new("fallbacks", $"There can be at most {Plan.MaxFallbacks}, not {fallbacks.Length}."));
            return;
        }

        for (var i = 0; i < fallbacks.Length; i++)
        {
            var (item, at) = (fallbacks[i], $"fallbacks[{i}]");
            if (item.Meter.Length is 0 or > UsageEvent.MaxMeterLength) faults.Add(new($"{at}.meter", $"A meter has 1 to {UsageEvent.MaxMeterLength} characters."));
            if (item.Hint.Length is 0 or > Fallback.MaxHintLength) faults.Add(new($"{at}.hint", $"A hint has 1 to {Fallback.MaxHintLength} characters."));
            RateFaults.AddConditions(item.Conditions, at, faults);
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (!fallbacks[earlier].IsAmbiguousWith(item)) continue;
                faults.Add(new(at, $"Usage of meter '{item.Meter}' could meet this and fallbacks[{earlier}] alike; make one more specific."));
                break;
            }
        }
    }
}
