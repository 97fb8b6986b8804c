using System.Collections.Concurrent;
using Credits.Accounts;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Credits.Thresholds;

namespace Credits.Tests.TwoYears;

public sealed class Two_years_should
{
    [Fact]
    public void Come_out_as_a_naive_model_of_the_rules_has_them_whatever_happens_and_whenever_timers_come() =>
        AnyScript.Scripts.Sample(script =>
        {
            var life = Life.Of(script);
            Replay.Of(Given.Acme, life.Kept.Journal).ShouldBe(life.Kept.Account);
        }, iter: 300, print: script => script.ToString());

    [Fact]
    public void Come_out_the_same_whether_timers_came_at_once_or_slept_for_months() =>
        Gen.Select(AnyScript.WhollyDue, AnyScript.Sleepers, (script, sleepy) => script with { Timer = sleepy }).Sample(script =>
        {
            var slept = Life.Of(script).Pictures;
            var came = Life.Of(script with { Timer = new Timer.Punctual(Minutes: 1) }).Pictures;
            for (var i = 0; i < came.Count; i++)
                if (!slept[i].Equals(came[i])) throw new ShouldAssertException($"After happening {i + 1}\nis {slept[i].Beside(came[i])}\nshould be {came[i].Beside(slept[i])}");
        }, iter: 100, print: script => script.ToString());

    [Fact]
    public void Be_tried_with_everything_that_can_happen()
    {
        var seen = new ConcurrentDictionary<string, bool>();

        AnyScript.Scripts.Sample(script =>
        {
            var before = Account.New(Given.Acme);
            foreach (var entry in Life.Of(script).Kept.Journal)
            {
                seen[entry.Movement.GetType().Name] = true;
                foreach (var special in new[] { WhatIsSpecial(before, entry), WhatIsSpecialInTime(before, entry) }.OfType<string>()) seen[special] = true;
                before = before.After(entry);
            }
        }, iter: 1_000); // the rarest of these comes in one script of forty

        seen.Keys.ShouldBe(
            [
                "Configured", "Subscribed", "Unsubscribed", "Granted", "RolledOver", "Expired", "Voided", "Held", "Released", "Debited", "Repaid", "Crossed",
                "booked months late", "came back to what was taken back", "terms taken over", "came back to a trial", "came to a trial that was over", "left with something held", "given back in part", "late event", "captured", "lapsed",
                "Expiry Reached", "Threshold Reached", "Threshold Recovered", "Threshold Dropped", "percentage Reached", "percentage Recovered", "percentage Dropped", "Cap Reached", "a late notice",
                "TopUp Reached", "TopUp Recovered", "TopUp Dropped", "rolled over for ever", "burned what ties",
                "another time zone on a plan", "a period from a midnight that is skipped", "a day of 23 hours", "a day of 25 hours",
            ],
            ignoreOrder: true);
    }

    // Of a grant that had been announced with more notice, had the account wanted it then.
    private static bool IsLate(Account before, Entry notice, string grant) =>
        before.OpenGrants.First(open => open.Id == grant).ExpiresAt < notice.BookedAt.AddDays(before.ExpiryNoticeDays!.Value - 1);

    // All but their age is the same.
    private static bool Tie(IEnumerable<Grant> grants) =>
        grants.GroupBy(grant => (grant.Priority, grant.ExpiresAt, grant.Kind, grant.EffectiveAt, grant.Rollover is null)).Any(alike => alike.Count() > 1);

    // Of a grant that comes with a period.
    private static string? WhatIsSpecialInTime(Account before, Entry entry)
    {
        if (entry.Movement is Movement.Configured { Settings.TimeZone: var zone } && zone != before.Settings.TimeZone && before.Subscription is not null) return "another time zone on a plan";
        if (entry.Movement is not Movement.Granted { Grant: { Kind: GrantKind.Allotment, EffectiveAt: var from, ExpiresAt: var until } }) return null;

        var clock = WallClock.In(before.Settings.TimeZone);
        var day = clock.DayOf(from);
        if (clock.StartOf(day) != from) return null;
        if (clock.Shows(from).TimeOfDay > TimeSpan.Zero) return "a period from a midnight that is skipped";
        if (until != clock.StartOf(day.AddDays(1))) return null;
        return (until - from).Value.TotalHours switch { 23 => "a day of 23 hours", 25 => "a day of 25 hours", _ => null };
    }

    private static string? WhatIsSpecial(Account before, Entry entry) => entry.Movement switch
    {
        Movement.Subscribed { Subscription: var on } when before.Subscription is null && on.Turn.Granted.Any(granted => granted.AtMost is not null) => "came back to what was taken back",
        Movement.Subscribed when before.Subscription is not null => "terms taken over",
        Movement.Subscribed { Subscription.Terms.Trial: not null, TrialEnd: null } => "came back to a trial",
        Movement.Configured { Settings.Plan: var plan } when before.Settings.Plan is "trial" && before.Subscription?.Plan != "trial" && plan != "trial" => "came to a trial that was over",
        Movement.Unsubscribed when !before.Holds.IsEmpty => "left with something held",
        Movement.Voided { Grant: var id, Amount: var amount } when amount < before.OpenGrants.First(grant => grant.Id == id).Free => "given back in part",
        Movement.Granted { Grant: { Kind: GrantKind.Allotment } grant } when entry.BookedAt > grant.EffectiveAt.AddDays(60) => "booked months late",
        Movement.Crossed { Crossing: { Kind: CrossingKind.Expiry, Grant: { } grant } } when IsLate(before, entry, grant) => "a late notice",
        Movement.Crossed { Crossing: { Kind: CrossingKind.Threshold, Percent: not null } } crossed => $"percentage {crossed.Turn}",
        Movement.Crossed crossed => $"{crossed.Crossing.Kind} {crossed.Turn}",
        Movement.RolledOver { Grant.ExpiresAt: null } => "rolled over for ever",
        Movement.Debited { Hold: not null } => "captured",
        Movement.Debited { Portions: var portions } when Tie(before.OpenGrants.Where(grant => portions.Any(portion => portion.Grant == grant.Id))) => "burned what ties",
        Movement.Debited { Event: var usage } when usage.Time < entry.BookedAt => "late event",
        Movement.Released { End: HoldEnd.Lapsed } => "lapsed",
        _ => null,
    };
}
