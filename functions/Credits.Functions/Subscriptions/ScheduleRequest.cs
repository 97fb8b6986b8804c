using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Functions.Checks;
using Credits.Functions.Http;
using Credits.Limits;
using Credits.Rating;

namespace Credits.Functions.Subscriptions;

/// <summary>The changes that are to come by themselves.</summary>
/// <param name="Changes">All of them; but where none names a plan, those of the plan stay beside them, unless there are none at all.</param>
public sealed record ScheduleRequest(IReadOnlyList<ScheduledChangeRequest> Changes)
{
    internal List<Fault> Faults()
    {
        if (Changes.Count > AccountSettings.MaxScheduled) return [new("changes", $"There can be at most {AccountSettings.MaxScheduled}, not {Changes.Count}.")];

        var faults = new List<Fault>();
        for (var i = 0; i < Changes.Count; i++) Changes[i].AddFaults($"changes[{i}]", faults);
        return faults;
    }

    internal IReadOnlyList<Fault> Passed(DateTimeOffset now) =>
        [.. Changes.Select((change, i) => (change.At, i)).Where(change => change.At <= now).Select(change => new Fault($"changes[{change.i}].at", $"{Rfc3339.Write(change.At)} has passed."))];

    /// <summary>What is scheduled once these changes have taken the place of others.</summary>
    /// <exception cref="ProblemException">With those of the plan that stay, they are more than there may be.</exception>
    internal ImmutableArray<ScheduledChange> InPlaceOf(ImmutableArray<ScheduledChange> before)
    {
        // Who only schedules a cap does not mean that a trial goes on for ever.
        var staying = Changes.Count == 0 || Changes.Any(change => change.Plan.IsGiven) ? []
            : before.Where(change => change.Plan is not null).Select(change => new ScheduledChange(change.At) { Plan = change.Plan }).ToList();
        return staying.Count + Changes.Count <= AccountSettings.MaxScheduled
            ? [.. staying.Concat(Changes.Select(change => change.ToChange())).OrderBy(change => change.At)]
            : throw new ProblemException(Problem.Invalid(new Fault("changes", $"With the {staying.Count} of the plan that stay there can be at most {AccountSettings.MaxScheduled}, not {staying.Count + Changes.Count}.")));
    }
}

/// <summary>A change. What it leaves out stays as it is then.</summary>
/// <param name="At">When it comes; a time to come.</param>
/// <param name="Plan">The plan from then on; null or an empty text for none.</param>
/// <param name="Pin">The rate card version that the account keeps from then on; null for none.</param>
/// <param name="Caps">All of the operator's caps from then on.</param>
public sealed record ScheduledChangeRequest(DateTimeOffset At, Setting<string> Plan = default, Setting<PinRequest> Pin = default, IReadOnlyList<CapRequest>? Caps = null)
{
    internal void AddFaults(string path, List<Fault> faults)
    {
        if (!Plan.IsGiven && !Pin.IsGiven && Caps is null) faults.Add(new(path, "Must name what changes: plan, pin or caps."));
        if (Plan.Value is { Length: > 0 } plan && !ResourceId.IsOne(plan)) faults.Add(new($"{path}.plan", $"'{plan}' is not a plan's id: {ResourceId.Rule}."));
        if (Pin.Value is { Version: < 1 }) faults.Add(new($"{path}.pin.version", "Must be the number of a published version of the rate card."));
        if (Pin.Value is { Until: { } until } && until <= At) faults.Add(new($"{path}.pin.until", "Must be after 'at'."));
        if (Caps?.Count > Cap.MaxCaps)
        {
            faults.Add(new($"{path}.caps", $"There can be at most {Cap.MaxCaps}, not {Caps.Count}."));
            return;
        }

        for (var i = 0; i < Caps?.Count; i++) Caps[i].AddFaults($"{path}.caps[{i}]", faults);
    }

    internal ScheduledChange ToChange() => new(At)
    {
        Plan = Plan.IsGiven ? new(Plan.Value is { Length: > 0 } plan ? plan : null) : null,
        Pin = Pin.IsGiven ? new(Pin.Value is { } pin ? new(pin.Version, pin.Until) : null) : null,
        Caps = Caps is null ? null : [.. Caps.Select(cap => cap.ToCap(SetBy.Operator))],
    };
}

/// <summary>A rate card version that an account keeps.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="Until">The first event time it no longer prices; left out for no end.</param>
public sealed record PinRequest(int Version, DateTimeOffset? Until = null);
