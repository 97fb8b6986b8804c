using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Grants;
using Credits.Periods;
using Credits.Plans;
using Credits.Subscriptions;

namespace Credits.Tests.Journal;

/// <summary>Every way to falsify one field of what entries say of plans, named by the field.</summary>
internal static class PlanAlterations
{
    private static readonly Credits More = Credits.FromMillionths(1);

    public static IEnumerable<(string Field, Subscription Altered)> Of(Subscription subscription) => [
        ("Subscription.Terms", subscription with { Terms = subscription.Terms with { Allotments = subscription.Terms.Allotments.Add(new("more", More, Cycle.Monthly)) } }),
        ("Subscription.Turn", subscription with { Turn = new("another", Given.Noon, []) }),
        .. Of(subscription.Terms).Select(a => (a.Field, subscription with { Terms = a.Altered })),
        .. Of(subscription.Turn).Select(a => (a.Field, subscription with { Turn = a.Altered })),
    ];

    public static IEnumerable<(string Field, PlanTurn Altered)> Of(PlanTurn turn)
    {
        yield return ("PlanTurn.Plan", turn with { Plan = turn.Plan + "x" });
        yield return ("PlanTurn.Since", turn with { Since = turn.Since.AddTicks(1) });
        yield return ("PlanTurn.Granted", turn with { Granted = turn.Granted.Add(new("more", Given.Noon)) });
        if (turn.Granted.IsEmpty) yield break;

        var first = turn.Granted[0];
        yield return ("GrantedThrough.Allotment", turn with { Granted = turn.Granted.SetItem(0, first with { Allotment = first.Allotment + "x" }) });
        yield return ("GrantedThrough.Through", turn with { Granted = turn.Granted.SetItem(0, first with { Through = first.Through.AddTicks(1) }) });
        yield return ("GrantedThrough.AtMost", turn with { Granted = turn.Granted.SetItem(0, first with { AtMost = (first.AtMost ?? Credits.Zero) + More }) });
        yield return ("GrantedThrough.AtMost", turn with { Granted = turn.Granted.SetItem(0, first with { AtMost = first.AtMost is null ? Credits.Zero : null }) });
    }

    public static IEnumerable<(string Field, AllotmentPeriod Altered)> Of(AllotmentPeriod? period) => period is null ? [] : [
        ("AllotmentPeriod.Plan", period with { Plan = period.Plan + "x" }),
        ("AllotmentPeriod.Allotment", period with { Allotment = period.Allotment + "x" }),
        ("AllotmentPeriod.End", period with { End = period.End.AddTicks(1) }),
    ];

    public static IEnumerable<(string Field, Rollover Altered)> Of(Rollover? rollover) => rollover is null ? [] : [
        ("Rollover.Percent", rollover with { Percent = rollover.Percent % Rollover.WholePercent + 1 }),
        ("Rollover.Minimum", rollover with { Minimum = Other(rollover.Minimum) }),
        ("Rollover.Maximum", rollover with { Maximum = Other(rollover.Maximum) }),
        ("Rollover.ExpiresAt", rollover with { ExpiresAt = rollover.ExpiresAt is null ? Given.Noon : null }),
    ];

    public static IEnumerable<(string Field, ImmutableArray<ScheduledChange> Altered)> Of(ImmutableArray<ScheduledChange> scheduled)
    {
        if (scheduled.IsEmpty) yield break;

        foreach (var (field, altered) in Of(scheduled[0])) yield return (field, scheduled.SetItem(0, altered));
    }

    public static IEnumerable<(string Field, FormerPrices Altered)> Of(FormerPrices? former)
    {
        if (former is null) yield break;

        yield return ("FormerPrices.Plan", former with { Plan = former.Plan is null ? "" : null });
        yield return ("FormerPrices.Pin", former with { Pin = former.Pin is null ? new(1, Until: null) : null });
        yield return ("FormerPrices.Pin", former with { Pin = new((former.Pin?.Version ?? 1) + 1, Given.Noon.AddDays(7)) });
        yield return ("FormerPrices.RateCard", former with { RateCard = former.RateCard is null ? "" : null });
        yield return ("FormerPrices.Until", former with { Until = former.Until.AddTicks(1) });
    }

    private static IEnumerable<(string Field, ScheduledChange Altered)> Of(ScheduledChange change)
    {
        yield return ("ScheduledChange.At", change with { At = change.At.AddTicks(1) });
        yield return ("ScheduledChange.Plan", change with { Plan = change.Plan is null ? new(Id: null) : null });
        yield return ("ScheduledChange.Pin", change with { Pin = change.Pin is null ? new(Pin: null) : null });
        yield return ("ScheduledChange.Caps", change with { Caps = change.Caps is null ? [] : null });
        yield return ("ScheduledChange.Caps", change with { Caps = [.. change.Caps ?? [], Given.Cap(7)] });
        if (change.Plan is { } plan) yield return ("PlanChange.Id", change with { Plan = new(plan.Id is null ? "" : null) });
        if (change.Pin is not { } pin) yield break;

        yield return ("PinChange.Pin", change with { Pin = new(pin.Pin is null ? new(1, Until: null) : null) });
        if (pin.Pin is not { } to) yield break;

        yield return ("RateCardPin.Version", change with { Pin = new(to with { Version = to.Version + 1 }) });
        yield return ("RateCardPin.Until", change with { Pin = new(to with { Until = to.Until is null ? Given.Noon : null }) });
    }

    private static IEnumerable<(string Field, PlanTerms Altered)> Of(PlanTerms terms)
    {
        yield return ("PlanTerms.Proration", terms with { Proration = terms.Proration == Proration.None ? Proration.ByDays : Proration.None });
        yield return ("PlanTerms.Trial", terms with { Trial = terms.Trial is null ? new(1, Then: null) : null });
        yield return ("PlanTerms.ExpiryNoticeDays", terms with { ExpiryNoticeDays = terms.ExpiryNoticeDays is null ? 0 : null });
        yield return ("PlanTerms.Allotments", terms with { Allotments = terms.Allotments.Add(new("more", More, Cycle.Monthly)) });
        yield return ("PlanTerms.Period", terms with { Period = new(new(9, TermUnit.Year), CycleAnchor.Subscription) });
        foreach (var (field, altered) in Of(terms.Period)) yield return (field, terms with { Period = altered });
        if (terms.Trial is { } trial)
        {
            yield return ("Trial.Days", terms with { Trial = trial with { Days = trial.Days + 1 } });
            yield return ("Trial.Then", terms with { Trial = trial with { Then = trial.Then is null ? "" : null } });
        }

        if (terms.Allotments.IsEmpty) yield break;

        foreach (var (field, altered) in Of(terms.Allotments[0])) yield return (field, terms with { Allotments = terms.Allotments.SetItem(0, altered) });
    }

    private static IEnumerable<(string Field, Allotment Altered)> Of(Allotment allotment)
    {
        yield return ("Allotment.Id", allotment with { Id = allotment.Id + "x" });
        yield return ("Allotment.CreditType", allotment with { CreditType = CreditType.Parse("other") });
        yield return ("Allotment.Amount", allotment with { Amount = allotment.Amount + More });
        yield return ("Allotment.Priority", allotment with { Priority = allotment.Priority + 1 });
        yield return ("Allotment.Cycle", allotment with { Cycle = new(new(9, TermUnit.Year), CycleAnchor.Subscription) });
        foreach (var (field, altered) in Of(allotment.Cycle)) yield return (field, allotment with { Cycle = altered });
        yield return ("Allotment.Lifetime", allotment with { Lifetime = Lifetime.Of(new(9, TermUnit.Year)) });
        yield return ("Lifetime.Kind", allotment with { Lifetime = allotment.Lifetime == Lifetime.Never ? Lifetime.UntilNextPeriod : Lifetime.Never });
        if (allotment.Lifetime is { Kind: LifetimeKind.ForTerm, Term: var term })
            yield return ("Lifetime.Term", allotment with { Lifetime = Lifetime.Of(term with { Count = term.Count + 1 }) });

        yield return ("Allotment.Rollover", allotment with { Rollover = allotment.Rollover is null ? new(100, Minimum: null, Maximum: null, Periods: null) : null });
        if (allotment.Rollover is not { } policy) yield break;

        yield return ("RolloverPolicy.Percent", allotment with { Rollover = policy with { Percent = policy.Percent % Rollover.WholePercent + 1 } });
        yield return ("RolloverPolicy.Minimum", allotment with { Rollover = policy with { Minimum = Other(policy.Minimum) } });
        yield return ("RolloverPolicy.Maximum", allotment with { Rollover = policy with { Maximum = Other(policy.Maximum) } });
        yield return ("RolloverPolicy.Periods", allotment with { Rollover = policy with { Periods = policy.Periods is null ? 1 : null } });
    }

    private static IEnumerable<(string Field, Cycle Altered)> Of(Cycle cycle) => [
        ("Cycle.Every", cycle with { Every = new(9, TermUnit.Year) }),
        ("Cycle.Anchor", cycle with { Anchor = cycle.Anchor == CycleAnchor.Calendar ? CycleAnchor.Subscription : CycleAnchor.Calendar }),
        ("Term.Count", cycle with { Every = cycle.Every with { Count = cycle.Every.Count + 1 } }),
        ("Term.Unit", cycle with { Every = cycle.Every with { Unit = cycle.Every.Unit == TermUnit.Day ? TermUnit.Month : TermUnit.Day } }),
    ];

    private static Credits? Other(Credits? amount) => amount is { } some ? some + More : Credits.Zero;
}
