using System.Collections.Immutable;
using Credits.Events;
using Credits.Periods;

namespace Credits.Rating;

/// <summary>Everything wrong with one rate, wherever it stands.</summary>
internal static class RateFaults
{
    // Each may count something, and a counter is looked for at every event.
    private const int MaxComponents = 20;

    public static void Add(Rate rate, string path, ImmutableArray<Fault>.Builder faults)
    {
        if (rate.Meter.Length is 0 or > UsageEvent.MaxMeterLength) faults.Add(new($"{path}.meter", $"A meter has 1 to {UsageEvent.MaxMeterLength} characters."));
        if (rate.Components.IsEmpty) faults.Add(new($"{path}.components", "A rate needs at least one component."));
        if (rate.Minimum < Credits.Zero) faults.Add(new($"{path}.minimum", $"A minimum can't be negative, but is {rate.Minimum}."));
        if (rate.Maximum < (rate.Minimum ?? Credits.Zero)) faults.Add(new($"{path}.maximum", $"A maximum can't be below {rate.Minimum ?? Credits.Zero}, but is {rate.Maximum}."));
        if (rate.Rounding.Step <= Credits.Zero) faults.Add(new($"{path}.rounding.step", $"A step is above zero, but is {rate.Rounding.Step}."));

        if (rate.Components.Length > MaxComponents) faults.Add(new($"{path}.components", $"A rate has at most {MaxComponents} components, not {rate.Components.Length}."));
        else for (var i = 0; i < rate.Components.Length; i++) Add(rate, rate.Components[i], $"{path}.components[{i}]", faults);
        AddConditions(rate.Conditions, path, faults);
    }

    /// <summary>Components that name no counter, but would count together with another that counts something else, or the same once more.</summary>
    /// <param name="rates">Where each stands.</param>
    /// <param name="areNamed">Whether those that had no name were given their own, so that nobody can tell any more who named it.</param>
    /// <param name="faults">Takes what is found.</param>
    public static void AddCounters(IEnumerable<(Rate? Rate, string Path)> rates, bool areNamed, ImmutableArray<Fault>.Builder faults)
    {
        var known = new Dictionary<string, (Rate Rate, Component Component, string Path)>(StringComparer.Ordinal);
        foreach (var (rate, path) in rates)
        {
            for (var i = 0; i < rate?.Components.Length; i++)
            {
                var (component, at) = (rate.Components[i], $"{path}.components[{i}]");
                if (rate.UnnamedCounter(component) is not { } name || known.TryAdd(name, (rate, component, at))) continue;

                // An override goes on where an earlier one of the same usage ends.
                var earlier = known[name];
                if (!areNamed && component.Counter is not null && earlier.Component.Counter is not null) continue;
                if (!ReferenceEquals(earlier.Rate, rate) && earlier.Rate.IsForTheSameAs(rate) && earlier.Component.Quantity == component.Quantity) continue;
                faults.Add(new($"{at}.counter", $"Without a name it would count in '{name}', like {earlier.Path}; give it a counter of its own, or both the same one."));
            }
        }
    }

    public static void AddConditions(ImmutableArray<Condition> conditions, string path, ImmutableArray<Fault>.Builder faults)
    {
        var dimensions = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Length; i++)
        {
            var (condition, at) = (conditions[i], $"{path}.conditions[{i}]");
            if (condition.Dimension is "") faults.Add(new($"{at}.dimension", "A condition names a property of the event's data."));
            if (condition.Prefix is "") faults.Add(new($"{at}.prefix", "An empty prefix selects nothing; leave the condition out."));
            if (condition.Prefix is null && !condition.IsRange && condition.Values.IsEmpty) faults.Add(new($"{at}.in", "A list of values needs at least one."));
            if (condition.From >= condition.Below) faults.Add(new($"{at}.below", $"A range ends above its beginning, {condition.From}, but this one at {condition.Below}."));
            if (!dimensions.Add(condition.Dimension)) faults.Add(new($"{at}.dimension", $"'{condition.Dimension}' already has a condition in this rate."));
        }
    }

    private static void Add(Rate rate, Component component, string path, ImmutableArray<Fault>.Builder faults)
    {
        if (component.Credits < Credits.Zero) faults.Add(new($"{path}.credits", $"A price can't be negative, but is {component.Credits}."));
        if (component.Per is < 1 or > Component.MaxPer) faults.Add(new($"{path}.per", $"A unit size is from 1 to {Component.MaxPer}, not {component.Per}."));
        if (component.Quantity is "") faults.Add(new($"{path}.quantity", "A quantity names a property of the event's data; leave it out to count events."));
        if (component.CostMillionths is < 0 or > ProviderCost.MaxMillionths) faults.Add(new($"{path}.cost", "A cost is from 0 to 1000000000."));
        AddTiers(component.Tiers, path, faults);

        if (component.Counter is not null && !component.IsCounted) faults.Add(new($"{path}.counter", "Only a price with tiers or included units goes by a counter."));
        if (component.Counter is { Length: 0 or > PeriodCounters.MaxNameLength }) faults.Add(new($"{path}.counter", $"A counter's name has 1 to {PeriodCounters.MaxNameLength} characters."));
        if (component is { IsCounted: true, Counter: null } && rate.OwnCounter(component).Length > PeriodCounters.MaxNameLength)
            faults.Add(new($"{path}.counter", $"Meter, conditions and quantity make a counter's name of more than {PeriodCounters.MaxNameLength} characters; give the counter one."));
    }

    private static void AddTiers(ImmutableArray<Tier> tiers, string path, ImmutableArray<Fault>.Builder faults)
    {
        if (tiers.Length > Component.MaxTiers)
        {
            faults.Add(new($"{path}.tiers", $"A price has at most {Component.MaxTiers} tiers, not {tiers.Length}."));
            return;
        }

        for (var i = 0; i < tiers.Length; i++)
        {
            var at = $"{path}.tiers[{i}]";
            if (tiers[i].Credits < Credits.Zero) faults.Add(new($"{at}.credits", $"A price can't be negative, but is {tiers[i].Credits}."));
            if (i == tiers.Length - 1 && tiers[i].UpTo is not null) faults.Add(new($"{at}.upTo", "The last tier has no end, or what lies beyond it would have no price; leave 'upTo' out."));
            if (i < tiers.Length - 1 && tiers[i].UpTo is null) faults.Add(new($"{at}.upTo", "Only the last tier has no end; the ones after it could never be reached."));

            var floor = i == 0 ? Quantity.Zero : tiers[i - 1].UpTo ?? Quantity.Zero;
            if (tiers[i].UpTo is { } upTo && upTo.CompareTo(floor) <= 0) faults.Add(new($"{at}.upTo", $"A tier ends beyond the one before it, at more than {floor}, but this one at {upTo}."));
        }
    }
}
