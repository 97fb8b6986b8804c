using Credits.Accounts;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Tests.Booking;

public sealed class Conservation_should
{
    [Fact]
    public void Hold_after_every_entry_of_any_history() =>
        AnyHistory.Books.Sample(book =>
        {
            using var replay = new Replay(Given.Acme);
            foreach (var entry in book.Journal)
            {
                replay.Add(entry);
                foreach (var totals in replay.Account.Totals) ShouldConserve(replay.Account, totals);
                foreach (var grant in replay.Account.OpenGrants)
                {
                    grant.Remaining.ShouldBeInRange(Credits.FromMillionths(1), grant.Amount);
                    grant.Held.ShouldBeInRange(Credits.Zero, grant.Remaining);
                }

                ShouldHoldWhatItsHoldsSay(replay.Account);
            }
        }, iter: 1_000);

    [Fact]
    public void Hold_within_every_debit_between_charge_portions_and_overdraft() =>
        AnyHistory.Books.Sample(book =>
        {
            foreach (var debited in book.Journal.Select(entry => entry.Movement).OfType<Movement.Debited>())
                (debited.Portions.Sum(portion => portion.Amount.Millionths) + debited.Overdraft.Millionths).ShouldBe(debited.Charge.Amount.Millionths);
        });

    [Fact]
    public void Make_the_accounts_sums_those_of_its_journal() =>
        AnyHistory.Books.Sample(book =>
        {
            var movements = book.Journal.Select(entry => entry.Movement).ToArray();
            foreach (var type in new[] { CreditType.Default, Given.Premium })
            {
                var debits = movements.OfType<Movement.Debited>().Where(debited => debited.Charge.CreditType == type).ToArray();
                var repaid = movements.OfType<Movement.Repaid>().Where(repaid => repaid.CreditType == type).ToArray();
                var deducted = movements.OfType<Movement.Deducted>().Where(deducted => deducted.CreditType == type).ToArray();
                var reversed = movements.OfType<Movement.Reversed>().Where(reversed => reversed.CreditType == type).ToArray();

                book.Account.TotalsOf(type).ShouldBe(new CreditTotals(type)
                {
                    Granted = Sum(movements.OfType<Movement.Granted>().Where(g => g.Grant.CreditType == type).Select(g => g.Grant.Amount)),
                    Burned = Sum(debits.Select(debited => debited.Charge.Amount)) - Sum(reversed.Select(reversed => reversed.Amount)),
                    Expired = Sum(movements.OfType<Movement.Expired>().Where(expired => expired.CreditType == type).Select(expired => expired.Amount)),
                    Voided = Sum(movements.OfType<Movement.Voided>().Where(voided => voided.CreditType == type).Select(voided => voided.Amount))
                        + Sum(deducted.Select(deducted => deducted.Amount)),
                    Overdraft = Sum(debits.Select(debited => debited.Overdraft)) + Sum(deducted.Select(deducted => deducted.Overdraft))
                        - Sum(reversed.Select(reversed => reversed.Forgiven)) - Sum(repaid.Select(repaid => repaid.Amount)),
                    Debits = debits.Length,

                    // No sum, but what the open grants were granted with at a moment.
                    Mark = book.Account.TotalsOf(type).Mark,
                });
            }
        }, iter: 500);

    [Fact]
    public void Be_tried_by_histories_in_which_everything_happens()
    {
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();

        AnyHistory.Books.Sample(book =>
        {
            foreach (var entry in book.Journal)
            {
                seen[entry.Movement.GetType().Name] = true;
                if (entry.Movement is Movement.Debited { Overdraft.Millionths: > 0, Portions.Length: > 1 }) seen["several grants and overdraft"] = true;
                if (entry.Movement is Movement.Debited debited && debited.Event.Time < entry.BookedAt) seen["late event"] = true;
                if (entry.Movement is Movement.Repaid { Portions.Length: > 1 }) seen["repaid by several grants"] = true;
                if (entry.Movement is Movement.Held { Hold.Portions.Length: > 1 }) seen["hold on several grants"] = true;
                if (entry.Movement is Movement.Released released) seen[$"{released.End}"] = true;
                if (entry.Movement is Movement.Debited { Hold: not null, Overdraft.Millionths: > 0 }) seen["capture beyond its hold"] = true;
                if (entry.Movement is Movement.Debited { CapUses.Length: > 1 }) seen["several caps"] = true;
                if (entry.Movement is Movement.Deducted { Overdraft.Millionths: > 0, Portions.Length: > 0 }) seen["deducted into overdraft"] = true;
                if (entry.Movement is Movement.Reversed { Forgiven.Millionths: > 0 }) seen["forgiven"] = true;
                if (entry.Movement is Movement.Reversed { Returned.Length: > 0 }) seen["returned"] = true;
                if (entry.Movement is Movement.Granted { Grant.Allotment: not null }) seen["allotted"] = true;
                if (entry.Movement is Movement.Unsubscribed { Turn.Granted: var granted } && granted.Any(allotment => allotment.AtMost is not null)) seen["left and gave back"] = true;
                if (entry.Movement is Movement.RolledOver rolled && book.Allotted.Any(grant => grant.Id == rolled.From)) seen["allotment rolled over"] = true;
                if (entry.Movement is Movement.Crossed(var crossing, var turn, _)) seen[$"{crossing.Kind} {turn}"] = true;
                if (entry.Movement is Movement.Configured { Settings.Scheduled.IsEmpty: false }) seen["scheduled"] = true;
                if (entry.Movement is Movement.Granted { Grant.Kind: GrantKind.Refund } refund && refund.Grant.Id.StartsWith("refund-", StringComparison.Ordinal)) seen["refunded"] = true;
            }
        }, iter: 2_000);

        seen.Keys.ShouldBe(
            [
                "Configured", "Subscribed", "Unsubscribed", "Granted", "RolledOver", "Held", "Released", "Debited", "Repaid", "Deducted", "Reversed", "Crossed", "Expired", "Voided",
                "Threshold Reached", "Threshold Recovered", "Threshold Dropped", "TopUp Reached", "TopUp Recovered", "TopUp Dropped", "Cap Reached", "Expiry Reached",
                "several grants and overdraft", "late event", "repaid by several grants", "hold on several grants", "Lapsed", "capture beyond its hold",
                "several caps", "deducted into overdraft", "forgiven", "returned", "refunded",
                "allotted", "left and gave back", "allotment rolled over", "scheduled",
            ],
            ignoreOrder: true);
    }

    private static void ShouldConserve(Account account, CreditTotals totals)
    {
        var balance = account.OpenGrants.Where(grant => grant.CreditType == totals.CreditType).Sum(grant => grant.Remaining.Millionths);

        balance.ShouldBeGreaterThanOrEqualTo(0);
        totals.Overdraft.ShouldBeGreaterThanOrEqualTo(Credits.Zero);
        totals.Granted.Millionths.ShouldBe(
            balance + totals.Burned.Millionths + totals.Expired.Millionths + totals.Voided.Millionths - totals.Overdraft.Millionths);
    }

    private static void ShouldHoldWhatItsHoldsSay(Account account)
    {
        var held = account.Holds.SelectMany(hold => hold.Portions).ToLookup(portion => portion.Grant, portion => portion.Amount);

        foreach (var grant in account.OpenGrants) grant.Held.ShouldBe(Sum(held[grant.Id]));
        held.Select(portions => portions.Key).ShouldBeSubsetOf(account.OpenGrants.Select(grant => grant.Id));
    }

    private static Credits Sum(IEnumerable<Credits> amounts) => amounts.Aggregate(Credits.Zero, (sum, amount) => sum + amount);
}
