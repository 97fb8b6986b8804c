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
                if (WhatIsSpecial(before, entry) is { } special) seen[special] = true;
                before = before.After(entry);
            }
        }, iter: 300);

        seen.Keys.ShouldBe(
            [
                "Configured", "Subscribed", "Unsubscribed", "Granted", "RolledOver", "Expired", "Voided", "Held", "Released", "Debited", "Repaid", "Crossed",
                "booked months late", "came back to what was taken back", "terms taken over", "left with something held", "given back in part", "late event", "captured", "lapsed",
                "Expiry Reached", "Threshold Reached", "Threshold Recovered", "Threshold Dropped", "a late notice",
            ],
            ignoreOrder: true);
    }

    // Of a grant that had been announced with more notice, had the account wanted it then.
    private static bool IsLate(Account before, Entry notice, string grant) =>
        before.OpenGrants.First(open => open.Id == grant).ExpiresAt < notice.BookedAt.AddDays(before.ExpiryNoticeDays!.Value - 1);

    private static string? WhatIsSpecial(Account before, Entry entry) => entry.Movement switch
    {
        Movement.Subscribed { Subscription: var on } when before.Subscription is null && on.Turn.Granted.Any(granted => granted.AtMost is not null) => "came back to what was taken back",
        Movement.Subscribed when before.Subscription is not null => "terms taken over",
        Movement.Unsubscribed when !before.Holds.IsEmpty => "left with something held",
        Movement.Voided { Grant: var id, Amount: var amount } when amount < before.OpenGrants.First(grant => grant.Id == id).Free => "given back in part",
        Movement.Granted { Grant: { Kind: GrantKind.Allotment } grant } when entry.BookedAt > grant.EffectiveAt.AddDays(60) => "booked months late",
        Movement.Crossed { Crossing: { Kind: CrossingKind.Expiry, Grant: { } grant } } when IsLate(before, entry, grant) => "a late notice",
        Movement.Crossed crossed => $"{crossed.Crossing.Kind} {crossed.Turn}",
        Movement.Debited { Hold: not null } => "captured",
        Movement.Debited { Event: var usage } when usage.Time < entry.BookedAt => "late event",
        Movement.Released { End: HoldEnd.Lapsed } => "lapsed",
        _ => null,
    };
}
