using Credits.Accounts;
using Credits.Burning;
using Credits.Events;
using Credits.Grants;
using Credits.Journal;
using Credits.Periods;
using Credits.Rating;

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
        Movement.Repaid repaid => [
            ("Repaid.CreditType", repaid with { CreditType = CreditType.Parse("other") }),
            ("Repaid.Portions", repaid with { Portions = [] }),
            .. Of(repaid.Portions).Select(a => (a.Field, (Movement)(repaid with { Portions = [.. a.Altered] }))),
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
        _ => throw new ArgumentOutOfRangeException(nameof(movement), movement, "No alterations are known for this movement; add them."),
    };

    private static IEnumerable<(string Field, AccountSettings Altered)> Of(AccountSettings settings) => [
        ("AccountSettings.Name", settings with { Name = settings.Name is null ? "" : null }),
        ("AccountSettings.RateCard", settings with { RateCard = "cheap" }),
        ("AccountSettings.Pin", settings with { Pin = new(1, Until: null) }),
        ("AccountSettings.BillingDay", settings with { BillingDay = settings.BillingDay % BillingPeriod.MaxDay + 1 }),
        ("AccountSettings.Overrides", settings with { Overrides = [.. settings.Overrides, RateOverride.Multiply("llm.call", new(800_000))] }),
        ("AccountSettings.RepaysOverdraft", settings with { RepaysOverdraft = !settings.RepaysOverdraft }),
    ];

    private static IEnumerable<(string Field, Grant Altered)> Of(Grant grant) => [
        ("Grant.Id", grant with { Id = grant.Id + "x" }),
        ("Grant.Kind", grant with { Kind = grant.Kind == GrantKind.Refund ? GrantKind.Adjustment : GrantKind.Refund }),
        ("Grant.CreditType", grant with { CreditType = CreditType.Parse("other") }),
        ("Grant.Amount", grant with { Amount = grant.Amount + More, Remaining = grant.Remaining + More }),
        ("Grant.Remaining", grant with { Remaining = grant.Remaining - More }),
        ("Grant.EffectiveAt", grant with { EffectiveAt = grant.EffectiveAt.AddTicks(-1) }),
        ("Grant.ExpiresAt", grant with { ExpiresAt = grant.ExpiresAt is null ? Given.Noon.AddYears(10) : null }),
        ("Grant.Priority", grant with { Priority = grant.Priority + 1 }),
        ("Grant.Meters", grant with { Meters = grant.Meters.Add("video") }),
        ("Grant.Reference", grant with { Reference = grant.Reference is null ? "" : null }),
    ];

    private static IEnumerable<(string, Movement)> Of(Movement.Debited debited)
    {
        yield return ("Debited.Event", debited with { Event = Given.Event(id: "another event") });
        yield return ("Debited.Charge", debited with { Charge = Given.Charge(999) });
        yield return ("Debited.Overdraft", debited with { Overdraft = debited.Overdraft + More });
        yield return ("Debited.Portions", debited with { Portions = debited.Portions.Add(new("one more", More)) });
        foreach (var (field, altered) in Of(debited.Portions)) yield return (field, debited with { Portions = [.. altered] });

        var usage = debited.Event;
        (string, UsageEvent)[] usages = [
            ("UsageEvent.Identity", usage with { Identity = new("other", "other") }),
            ("EventIdentity.Source", usage with { Identity = usage.Identity with { Source = usage.Identity.Source + "/" } }),
            ("EventIdentity.Id", usage with { Identity = usage.Identity with { Id = usage.Identity.Id + "x" } }),
            ("UsageEvent.Meter", usage with { Meter = usage.Meter + "x" }),
            ("UsageEvent.Account", usage with { Account = AccountId.Parse("mallory") }),
            ("UsageEvent.Time", usage with { Time = usage.Time.AddTicks(1) }),
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
    }

    private static IEnumerable<(string Field, IEnumerable<Portion> Altered)> Of(IReadOnlyList<Portion> portions)
    {
        if (portions.Count == 0) yield break;

        yield return ("Portion.Grant", portions.Skip(1).Prepend(portions[0] with { Grant = portions[0].Grant + "x" }));
        yield return ("Portion.Amount", portions.Skip(1).Prepend(portions[0] with { Amount = portions[0].Amount + More }));
    }
}
