using Credits.Accounts;
using Credits.Burning;
using Credits.Events;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Credits.Limits;
using Credits.Periods;
using Credits.Plans;
using Credits.Rating;
using Credits.Thresholds;
using Credits.TopUps;

namespace Credits.Tests.Journal;

/// <summary>Every way to falsify one field of an entry, named by the field.</summary>
internal static class Alterations
{
    private static readonly Credits More = Credits.FromMillionths(1);

    public static IEnumerable<(string Field, Entry Altered)> Of(Entry entry)
    {
        yield return ("Entry.Sequence", entry with { Sequence = entry.Sequence + 1 });
        yield return ("Entry.BookedAt", entry with { BookedAt = entry.BookedAt.AddTicks(1) });
        yield return ("Entry.Hash", entry with { Hash = EntryHash.Genesis(AccountId.Parse("mallory")) });
        yield return ("Entry.Movement", entry with { Movement = new Movement.Configured(new() { Name = "another movement" }) });
        foreach (var (field, altered) in Of(entry.Movement)) yield return (field, entry with { Movement = altered });
    }

    private static IEnumerable<(string, Movement)> Of(Movement movement) => movement switch
    {
        Movement.Configured configured => Of(configured.Settings).Select(a => (a.Field, (Movement)new Movement.Configured(a.Altered))).Prepend(
            ("Configured.Settings", configured with { Settings = new() { Name = "other settings" } })),
        Movement.Granted granted => Of(granted.Grant).Select(a => (a.Field, (Movement)new Movement.Granted(a.Altered))).Prepend(
            ("Granted.Grant", granted with { Grant = Given.Grant(1, "another grant") })),
        Movement.Debited debited => Of(debited),
        Movement.Held held => Of(held.Hold).Select(a => (a.Field, (Movement)new Movement.Held(a.Altered))).Prepend(
            ("Held.Hold", held with { Hold = Given.Hold("another hold") })),
        Movement.Released released => [
            ("Released.CreditType", released with { CreditType = CreditType.Parse("other") }),
            ("Released.Hold", released with { Hold = released.Hold + "x" }),
            ("Released.Amount", released with { Amount = released.Amount - More }),
            ("Released.End", released with { End = released.End == HoldEnd.Lapsed ? HoldEnd.Released : HoldEnd.Lapsed }),
        ],
        Movement.Deducted deducted => [
            ("Deducted.Id", deducted with { Id = deducted.Id + "x" }),
            ("Deducted.CreditType", deducted with { CreditType = CreditType.Parse("other") }),
            ("Deducted.Amount", deducted with { Amount = deducted.Amount + More }),
            ("Deducted.Portions", deducted with { Portions = deducted.Portions.Add(new("one more", More)) }),
            ("Deducted.Overdraft", deducted with { Overdraft = deducted.Overdraft + More }),
            ("Deducted.Reason", deducted with { Reason = deducted.Reason + " " }),
            .. Of(deducted.Portions).Select(a => (a.Field, (Movement)(deducted with { Portions = [.. a.Altered] }))),
        ],
        Movement.Reversed reversed => [
            ("Reversed.Debit", reversed with { Debit = reversed.Debit + 1 }),
            ("Reversed.CreditType", reversed with { CreditType = CreditType.Parse("other") }),
            ("Reversed.Returned", reversed with { Returned = reversed.Returned.Add(new("one more", More)) }),
            ("Reversed.Forgiven", reversed with { Forgiven = reversed.Forgiven + More }),
            ("Reversed.Counted", reversed with { Counted = reversed.Counted.Add(new("more", Given.Noon, Quantity.One)) }),
            ("Reversed.Reason", reversed with { Reason = reversed.Reason + " " }),
            .. Of(reversed.Returned).Select(a => (a.Field, (Movement)(reversed with { Returned = [.. a.Altered] }))),
            .. Of(reversed.Counted).Select(a => (a.Field, (Movement)(reversed with { Counted = [.. a.Altered] }))),
        ],
        Movement.Repaid repaid => [
            ("Repaid.CreditType", repaid with { CreditType = CreditType.Parse("other") }),
            ("Repaid.Portions", repaid with { Portions = [] }),
            .. Of(repaid.Portions).Select(a => (a.Field, (Movement)(repaid with { Portions = [.. a.Altered] }))),
        ],
        Movement.Crossed crossed => [
            ("Crossed.Crossing", crossed with { Crossing = new(CrossingKind.Threshold) { Level = Credits.Of(77) } }),
            ("Crossed.Turn", crossed with { Turn = crossed.Turn == CrossingTurn.Dropped ? CrossingTurn.Reached : CrossingTurn.Dropped }),
            ("Crossed.Amount", crossed with { Amount = crossed.Amount + More }),
            .. Of(crossed.Crossing).Select(a => (a.Field, (Movement)(crossed with { Crossing = a.Altered }))),
        ],
        Movement.Expired expired => [
            ("Expired.CreditType", expired with { CreditType = CreditType.Parse("other") }),
            ("Expired.Grant", expired with { Grant = expired.Grant + "x" }),
            ("Expired.Amount", expired with { Amount = expired.Amount - More }),
        ],
        Movement.Voided voided => [
            ("Voided.CreditType", voided with { CreditType = CreditType.Parse("other") }),
            ("Voided.Grant", voided with { Grant = voided.Grant + "x" }),
            ("Voided.Amount", voided with { Amount = voided.Amount - More }),
            ("Voided.Reason", voided with { Reason = voided.Reason + " " }),
        ],
        Movement.Subscribed subscribed => PlanAlterations.Of(subscribed.Subscription).Select(a => (a.Field, (Movement)(subscribed with { Subscription = a.Altered }))).Concat([
            ("Subscribed.Subscription", subscribed with { Subscription = new(PlanTerms.None, new("another", Given.Noon, [])) }),
            ("Subscribed.TrialEnd", subscribed with { TrialEnd = subscribed.TrialEnd is null ? Given.Noon : null }),
            ("Subscribed.TrialEnd", subscribed with { TrialEnd = (subscribed.TrialEnd ?? Given.Noon).AddTicks(1) })]),
        Movement.Unsubscribed unsubscribed => PlanAlterations.Of(unsubscribed.Turn).Select(a => (a.Field, (Movement)new Movement.Unsubscribed(a.Altered))).Prepend(
            ("Unsubscribed.Turn", unsubscribed with { Turn = new("another", Given.Noon, []) })),
        Movement.RolledOver rolled => Of(rolled.Grant).Select(a => (a.Field, (Movement)(rolled with { Grant = a.Altered }))).Concat([
            ("RolledOver.From", rolled with { From = rolled.From + "x" }),
            ("RolledOver.Grant", rolled with { Grant = Given.Grant(1, "another grant") })]),
        _ => throw new ArgumentOutOfRangeException(nameof(movement), movement, "No alterations are known for this movement; add them."),
    };

    private static IEnumerable<(string Field, AccountSettings Altered)> Of(AccountSettings settings) => [
        ("AccountSettings.Name", settings with { Name = settings.Name is null ? "" : null }),
        ("AccountSettings.Plan", settings with { Plan = settings.Plan is null ? "" : null }),
        ("AccountSettings.RateCard", settings with { RateCard = AccountSettings.DefaultRateCard }),
        ("AccountSettings.RateCard", settings with { RateCard = "cheap" }),
        ("AccountSettings.Pin", settings with { Pin = new(1, Until: null) }),
        ("AccountSettings.BillingDay", settings with { BillingDay = settings.BillingDay % BillingPeriod.MaxDay + 1 }),
        ("AccountSettings.TimeZone", settings with { TimeZone = settings.TimeZone is null ? "" : null }),
        ("AccountSettings.Overrides", settings with { Overrides = [.. settings.Overrides, RateOverride.Multiply("llm.call", new(800_000))] }),
        ("AccountSettings.RepaysOverdraft", settings with { RepaysOverdraft = !settings.RepaysOverdraft }),
        ("AccountSettings.Scheduled", settings with { Scheduled = settings.Scheduled.Add(new(Given.Noon) { Plan = new(Id: null) }) }),
        .. PlanAlterations.Of(settings.Scheduled).Select(a => (a.Field, settings with { Scheduled = a.Altered })),
        ("AccountSettings.Former", settings with { Former = settings.Former is null ? new(Plan: null, Pin: null, RateCard: null, Given.Noon) : null }),
        .. PlanAlterations.Of(settings.Former).Select(a => (a.Field, settings with { Former = a.Altered })),
        ("AccountSettings.Limits", settings with { Limits = settings.Limits with { Caps = [.. settings.Limits.Caps, AnotherCap] } }),
        .. Of(settings.Limits).Select(a => (a.Field, settings with { Limits = a.Altered })),
        ("AccountSettings.ExpiryNoticeDays", settings with { ExpiryNoticeDays = settings.ExpiryNoticeDays is null ? 0 : null }),
        ("AccountSettings.Thresholds", settings with { Thresholds = settings.Thresholds.Add(new(CreditType.Default, Credits.Of(7), Percent: null, SetBy.Operator)) }),
        .. settings.Thresholds.Take(1).SelectMany(Of).Select(a => (a.Field, settings with { Thresholds = settings.Thresholds.SetItem(0, a.Altered) })),
        ("AccountSettings.TopUp", settings with { TopUp = settings.TopUp is null ? Given.TopUp() : null }),
        .. Of(settings.TopUp).Select(a => (a.Field, settings with { TopUp = a.Altered })),
    ];

    private static IEnumerable<(string Field, Crossing Altered)> Of(Crossing crossing) => [
        ("Crossing.Kind", crossing with { Kind = crossing.Kind == CrossingKind.Expiry ? CrossingKind.Cap : CrossingKind.Expiry }),
        ("Crossing.CreditType", crossing with { CreditType = CreditType.Parse("other") }),
        ("Crossing.Level", crossing with { Level = crossing.Level is null ? Credits.Zero : null }),
        ("Crossing.Percent", crossing with { Percent = crossing.Percent is null ? 0 : null }),
        ("Crossing.Counter", crossing with { Counter = crossing.Counter is null ? "" : null }),
        ("Crossing.Window", crossing with { Window = crossing.Window is null ? Given.Noon : null }),
        ("Crossing.Grant", crossing with { Grant = crossing.Grant is null ? "" : null }),
    ];

    private static IEnumerable<(string Field, Threshold Altered)> Of(Threshold threshold) => [
        ("Threshold.CreditType", threshold with { CreditType = CreditType.Parse("other") }),
        ("Threshold.Left", threshold with { Left = threshold.Left is null ? Credits.Zero : null }),
        ("Threshold.Percent", threshold with { Percent = threshold.Percent is null ? 0 : null }),
        ("Threshold.SetBy", threshold with { SetBy = threshold.SetBy == SetBy.Customer ? SetBy.Operator : SetBy.Customer }),
    ];

    private static IEnumerable<(string Field, TopUp Altered)> Of(TopUp? topUp)
    {
        if (topUp is not { Terms: var terms, Consent: var consent }) yield break;

        yield return ("TopUp.Terms", topUp with { Terms = new(Credits.Zero, "another") });
        yield return ("TopUp.Consent", topUp with { Consent = new("mallory", Given.Noon) });
        yield return ("TopUp.ReturnUrl", topUp with { ReturnUrl = topUp.ReturnUrl + "/" });
        yield return ("TopUp.PaymentMethod", topUp with { PaymentMethod = topUp.PaymentMethod is null ? "" : null });
        yield return ("TopUp.Paused", topUp with { Paused = topUp.Paused is null ? "" : null });
        yield return ("Consent.By", topUp with { Consent = consent with { By = consent.By + "x" } });
        yield return ("Consent.At", topUp with { Consent = consent with { At = consent.At.AddTicks(1) } });
        yield return ("TopUpTerms.Level", topUp with { Terms = terms with { Level = terms.Level + More } });
        yield return ("TopUpTerms.Pack", topUp with { Terms = terms with { Pack = terms.Pack + "x" } });
        yield return ("TopUpTerms.CreditType", topUp with { Terms = terms with { CreditType = CreditType.Parse("other") } });
        yield return ("TopUpTerms.Quantity", topUp with { Terms = terms with { Quantity = terms.Quantity is null ? 0 : null } });
        yield return ("TopUpTerms.Credits", topUp with { Terms = terms with { Credits = terms.Credits is null ? Credits.Zero : null } });
        yield return ("TopUpTerms.RefillTo", topUp with { Terms = terms with { RefillTo = terms.RefillTo is null ? Credits.Zero : null } });
        yield return ("TopUpTerms.MaxPerMonth", topUp with { Terms = terms with { MaxPerMonth = terms.MaxPerMonth is null ? 0 : null } });
        yield return ("TopUpTerms.MaxSpendPerMonth", topUp with { Terms = terms with { MaxSpendPerMonth = terms.MaxSpendPerMonth is null ? new(0, "EUR") : null } });
    }

    private static IEnumerable<(string Field, LimitSettings Altered)> Of(LimitSettings limits)
    {
        yield return ("LimitSettings.Policy", limits with { Policy = limits.Policy == LimitPolicy.Warn ? LimitPolicy.Block : LimitPolicy.Warn });
        yield return ("LimitSettings.OverdraftLimit", limits with { OverdraftLimit = (limits.OverdraftLimit ?? Credits.Zero) + More });
        yield return ("LimitSettings.CapturesBeyondHold", limits with { CapturesBeyondHold = limits.CapturesBeyondHold == false });
        if (limits.Policy is null) yield return ("LimitSettings.Policy", limits with { Policy = LimitSettings.DefaultPolicy });
        if (limits.OverdraftLimit is null) yield return ("LimitSettings.OverdraftLimit", limits with { OverdraftLimit = Credits.Zero });
        yield return ("LimitSettings.Paused", limits with { Paused = !limits.Paused });
        yield return ("LimitSettings.PausedMembers", limits with { PausedMembers = limits.PausedMembers.Add("eve") });
        yield return ("LimitSettings.Caps", limits with { Caps = limits.Caps.Add(AnotherCap) });
        if (limits.Caps.IsEmpty) yield break;

        var (first, scope) = (limits.Caps[0], limits.Caps[0].Scope);
        (string, Cap)[] caps = [
            ("Cap.Scope", first with { Scope = new("other", "other", EachMember: false) }),
            ("CapScope.Meter", first with { Scope = scope with { Meter = scope.Meter is null ? "" : null } }),
            ("CapScope.Member", first with { Scope = scope with { Member = scope.Member is null ? "" : null } }),
            ("CapScope.EachMember", first with { Scope = scope with { EachMember = !scope.EachMember } }),
            ("Cap.Window", first with { Window = first.Window == CapWindow.Day ? CapWindow.Month : CapWindow.Day }),
            ("Cap.Limit", first with { Limit = first.Limit + More }),
            ("Cap.SetBy", first with { SetBy = first.SetBy == SetBy.Customer ? SetBy.Operator : SetBy.Customer }),
        ];
        foreach (var (field, altered) in caps) yield return (field, limits with { Caps = limits.Caps.SetItem(0, altered) });
    }

    private static Cap AnotherCap => new(new(Meter: null, Member: null, EachMember: true), CapWindow.Week, Credits.Of(1), SetBy.Customer);

    private static IEnumerable<(string Field, Grant Altered)> Of(Grant grant) => [
        ("Grant.Id", grant with { Id = grant.Id + "x" }),
        ("Grant.Kind", grant with { Kind = grant.Kind == GrantKind.Refund ? GrantKind.Adjustment : GrantKind.Refund }),
        ("Grant.CreditType", grant with { CreditType = CreditType.Parse("other") }),
        ("Grant.Amount", grant with { Amount = grant.Amount + More, Remaining = grant.Remaining + More }),
        ("Grant.Remaining", grant with { Remaining = grant.Remaining - More }),
        ("Grant.Held", grant with { Held = grant.Held + More }),
        ("Grant.EffectiveAt", grant with { EffectiveAt = grant.EffectiveAt.AddTicks(-1) }),
        ("Grant.ExpiresAt", grant with { ExpiresAt = grant.ExpiresAt is null ? Given.Noon.AddYears(10) : null }),
        ("Grant.Priority", grant with { Priority = grant.Priority + 1 }),
        ("Grant.Meters", grant with { Meters = grant.Meters.Add("video") }),
        ("Grant.Reference", grant with { Reference = grant.Reference is null ? "" : null }),
        ("Grant.Allotment", grant with { Allotment = grant.Allotment is null ? new("pro", "daily", Given.Noon) : null }),
        ("Grant.Rollover", grant with { Rollover = grant.Rollover is null ? new(100, Minimum: null, Maximum: null, ExpiresAt: null) : null }),
        ("Grant.Cost", grant with { Cost = grant.Cost is null ? new(1, "EUR") : null }),
        .. Of(grant.Cost).Select(a => (a.Field, grant with { Cost = a.Altered })),
        .. PlanAlterations.Of(grant.Allotment).Select(a => (a.Field, grant with { Allotment = a.Altered })),
        .. PlanAlterations.Of(grant.Rollover).Select(a => (a.Field, grant with { Rollover = a.Altered })),
    ];

    private static IEnumerable<(string Field, Money Altered)> Of(Money? cost) => cost is not { } money ? [] : [
        ("Money.Amount", money with { Amount = money.Amount + 1 }),
        ("Money.Currency", money with { Currency = "XXX" }),
    ];

    private static IEnumerable<(string Field, Hold Altered)> Of(Hold hold) => [
        ("Hold.Id", hold with { Id = hold.Id + "x" }),
        ("Hold.CreditType", hold with { CreditType = CreditType.Parse("other") }),
        ("Hold.Meter", hold with { Meter = hold.Meter is null ? "" : null }),
        ("Hold.Member", hold with { Member = hold.Member is null ? "" : null }),
        ("Hold.Portions", hold with { Portions = hold.Portions.Add(new("one more", More)) }),
        ("Hold.PlacedAt", hold with { PlacedAt = hold.PlacedAt.AddTicks(1) }),
        ("Hold.ExpiresAt", hold with { ExpiresAt = hold.ExpiresAt.AddTicks(1) }),
        .. Of(hold.Portions).Select(a => (a.Field, hold with { Portions = [.. a.Altered] })),
    ];

    private static IEnumerable<(string, Movement)> Of(Movement.Debited debited)
    {
        yield return ("Debited.Event", debited with { Event = Given.Event(id: "another event") });
        yield return ("Debited.Charge", debited with { Charge = Given.Charge(999) });
        yield return ("Debited.Overdraft", debited with { Overdraft = debited.Overdraft + More });
        yield return ("Debited.Portions", debited with { Portions = debited.Portions.Add(new("one more", More)) });
        yield return ("Debited.Hold", debited with { Hold = debited.Hold is null ? "" : null });
        yield return ("Debited.CapUses", debited with { CapUses = debited.CapUses.Add(new("Day:eve|", Given.Noon)) });
        if (!debited.CapUses.IsEmpty)
        {
            var use = debited.CapUses[0];
            yield return ("CapUse.Counter", debited with { CapUses = debited.CapUses.SetItem(0, use with { Counter = use.Counter + "x" }) });
            yield return ("CapUse.WindowStart", debited with { CapUses = debited.CapUses.SetItem(0, use with { WindowStart = use.WindowStart.AddDays(1) }) });
        }

        foreach (var (field, altered) in Of(debited.Portions)) yield return (field, debited with { Portions = [.. altered] });

        var usage = debited.Event;
        (string, UsageEvent)[] usages = [
            ("UsageEvent.Identity", usage with { Identity = new("other", "other") }),
            ("EventIdentity.Source", usage with { Identity = usage.Identity with { Source = usage.Identity.Source + "/" } }),
            ("EventIdentity.Id", usage with { Identity = usage.Identity with { Id = usage.Identity.Id + "x" } }),
            ("UsageEvent.Meter", usage with { Meter = usage.Meter + "x" }),
            ("UsageEvent.Account", usage with { Account = AccountId.Parse("mallory") }),
            ("UsageEvent.Time", usage with { Time = usage.Time.AddTicks(1) }),
            ("UsageEvent.Member", usage with { Member = usage.Member is null ? "" : null }),
            ("UsageEvent.Hold", usage with { Hold = usage.Hold is null ? "" : null }),
            ("UsageEvent.Data", usage with { Data = Given.Data("""{"falsified":1}""") }),
        ];
        foreach (var (field, altered) in usages) yield return (field, debited with { Event = altered });

        var charge = debited.Charge;
        (string, Charge)[] charges = [
            ("Charge.Amount", charge with { Amount = charge.Amount + More }),
            ("Charge.CreditType", charge with { CreditType = CreditType.Parse("other") }),
            ("Charge.RateCard", charge with { RateCard = "cheap" }),
            ("Charge.Cost", charge with { Cost = charge.Cost is null ? new(1, "USD") : null }),
            ("Charge.Counted", charge with { Counted = [.. charge.Counted, new("more", Given.Noon, Quantity.One)] }),
            ("Charge.Version", charge with { Version = charge.Version + 1 }),
        ];
        foreach (var (field, altered) in charges) yield return (field, debited with { Charge = altered });
        foreach (var (field, altered) in Of(charge.Counted)) yield return (field, debited with { Charge = charge with { Counted = [.. altered] } });
        if (charge.Cost is not { } cost) yield break;

        yield return ("ProviderCost.Millionths", debited with { Charge = charge with { Cost = cost with { Millionths = cost.Millionths + 1 } } });
        yield return ("ProviderCost.Currency", debited with { Charge = charge with { Cost = cost with { Currency = "XXX" } } });
    }

    private static IEnumerable<(string Field, IEnumerable<Counted> Altered)> Of(IReadOnlyList<Counted> all)
    {
        if (all.Count == 0) yield break;

        yield return ("Counted.Counter", all.Skip(1).Prepend(all[0] with { Counter = all[0].Counter + "x" }));
        yield return ("Counted.PeriodStart", all.Skip(1).Prepend(all[0] with { PeriodStart = all[0].PeriodStart.AddMonths(1) }));
        yield return ("Counted.Quantity", all.Skip(1).Prepend(all[0] with { Quantity = all[0].Quantity + Quantity.One }));
    }

    private static IEnumerable<(string Field, IEnumerable<Portion> Altered)> Of(IReadOnlyList<Portion> portions)
    {
        if (portions.Count == 0) yield break;

        yield return ("Portion.Grant", portions.Skip(1).Prepend(portions[0] with { Grant = portions[0].Grant + "x" }));
        yield return ("Portion.Amount", portions.Skip(1).Prepend(portions[0] with { Amount = portions[0].Amount + More }));
    }
}
