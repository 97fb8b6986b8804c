using System.Collections.Immutable;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Plans;

/// <summary>Everything wrong with what a plan grants.</summary>
internal static class AllotmentFaults
{
    public static void Add(PlanTerms terms, ImmutableArray<PaidAllotment> onPayment, ImmutableArray<Fault>.Builder faults)
    {
        AddCycle(terms.Period, "period", faults);
        if (terms.Trial is { Days: < 1 or > Trial.MaxDays } trial) faults.Add(new("trial.days", $"Must be from 1 to {Trial.MaxDays}, but is {trial.Days}."));
        if (terms.Allotments.Length + onPayment.Length > PlanTerms.MaxAllotments)
        {
            faults.Add(new("allotments", $"There can be at most {PlanTerms.MaxAllotments}, not {terms.Allotments.Length + onPayment.Length}."));
            return;
        }

        for (var i = 0; i < terms.Allotments.Length; i++)
        {
            var (allotment, at) = (terms.Allotments[i], $"allotments[{i}]");
            if (allotment.Id.Length is 0 or > Allotment.MaxIdLength) faults.Add(new($"{at}.id", $"An id has 1 to {Allotment.MaxIdLength} characters."));
            if (terms.Allotments.Take(i).Any(other => other.Id == allotment.Id)) faults.Add(new($"{at}.id", $"'{allotment.Id}' is an earlier allotment's id; each has its own."));
            if (allotment.Amount <= Credits.Zero) faults.Add(new($"{at}.amount", $"Must be above zero, but is {allotment.Amount}."));
            AddCycle(allotment.Cycle, at, faults);
            if (allotment.Rollover is { } rollover) AddRollover(rollover, allotment, at, faults);
        }

        for (var i = 0; i < onPayment.Length; i++) AddPaid(onPayment[i], [.. terms.Allotments.Select(other => other.Id), .. onPayment.Take(i).Select(other => other.Id)], $"allotments[{terms.Allotments.Length + i}]", faults);
    }

    private static void AddPaid(PaidAllotment allotment, IReadOnlyList<string> earlier, string at, ImmutableArray<Fault>.Builder faults)
    {
        if (allotment.Id.Length > PaidAllotment.MaxIdLength || !AccountId.TryParse(allotment.Id, out _))
            faults.Add(new($"{at}.id", $"What is granted on payment has an id of 1 to {PaidAllotment.MaxIdLength} characters out of A-Z a-z 0-9 - _ . : @ +, not starting with a dot: it is part of its grants' ids."));
        if (earlier.Contains(allotment.Id)) faults.Add(new($"{at}.id", $"'{allotment.Id}' is an earlier allotment's id; each has its own."));
        if (allotment.Amount <= Credits.Zero) faults.Add(new($"{at}.amount", $"Must be above zero, but is {allotment.Amount}."));
    }

    private static void AddCycle(Cycle cycle, string at, ImmutableArray<Fault>.Builder faults)
    {
        if (cycle.Anchor == CycleAnchor.Calendar && !cycle.FitsCalendar) faults.Add(new($"{at}.every", $"{cycle.Every} can't count from the calendar: that takes {Cycle.CalendarRule}."));
    }

    private static void AddRollover(RolloverPolicy rollover, Allotment allotment, string at, ImmutableArray<Fault>.Builder faults)
    {
        if (allotment.Lifetime != Lifetime.UntilNextPeriod) faults.Add(new($"{at}.rollover", "Only what lives until the next period rolls over; leave out 'lifetime' or 'rollover'."));
        if (rollover.Percent is < 1 or > Grants.Rollover.WholePercent) faults.Add(new($"{at}.rollover.percent", $"Must be from 1 to {Grants.Rollover.WholePercent}, but is {rollover.Percent}."));
        if (rollover.Minimum < Credits.Zero) faults.Add(new($"{at}.rollover.minimum", $"Can't be negative, but is {rollover.Minimum}."));
        if (rollover.Maximum <= Credits.Zero) faults.Add(new($"{at}.rollover.maximum", $"Must be above zero, but is {rollover.Maximum}; leave out 'rollover' to let everything expire."));
        if (rollover.Minimum > rollover.Maximum) faults.Add(new($"{at}.rollover.minimum", $"{rollover.Minimum} is more than the maximum of {rollover.Maximum}."));
        if (rollover.Periods is < 1 or > RolloverPolicy.MaxPeriods) faults.Add(new($"{at}.rollover.periods", $"Must be from 1 to {RolloverPolicy.MaxPeriods}, but is {rollover.Periods}."));
        else if (rollover.Periods is { } periods && !allotment.Cycle.Every.MayRepeat(periods))
            faults.Add(new($"{at}.rollover.periods", $"{periods} periods of {allotment.Cycle.Every} are more than the {Term.MaxYearsInARow} years for which something may roll over; name fewer, or leave it out for ever."));
    }
}
