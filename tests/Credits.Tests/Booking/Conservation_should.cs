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
                foreach (var grant in replay.Account.OpenGrants) grant.Remaining.ShouldBeInRange(Credits.FromMillionths(1), grant.Amount);
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
                var repaid = movements.OfType<Movement.Repaid>().Where(repaid => repaid.CreditType == type).Sum(repaid => repaid.Amount.Millionths);

                book.Account.TotalsOf(type).ShouldBe(new CreditTotals(type)
                {
                    Granted = Sum(movements.OfType<Movement.Granted>().Where(g => g.Grant.CreditType == type).Select(g => g.Grant.Amount)),
                    Burned = Sum(debits.Select(debited => debited.Charge.Amount)),
                    Expired = Sum(movements.OfType<Movement.Expired>().Where(expired => expired.CreditType == type).Select(expired => expired.Amount)),
                    Voided = Sum(movements.OfType<Movement.Voided>().Where(voided => voided.CreditType == type).Select(voided => voided.Amount)),
                    Overdraft = Credits.FromMillionths(debits.Sum(debited => debited.Overdraft.Millionths) - repaid),
                    Debits = debits.Length,
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
            }
        }, iter: 500);

        seen.Keys.ShouldBe(
            ["Configured", "Granted", "Debited", "Repaid", "Expired", "Voided", "several grants and overdraft", "late event", "repaid by several grants"],
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

    private static Credits Sum(IEnumerable<Credits> amounts) => amounts.Aggregate(Credits.Zero, (sum, amount) => sum + amount);
}
