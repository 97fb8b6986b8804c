using Credits.Accounts;
using Credits.Events;
using Credits.Grants;
using Credits.Journal;
using Credits.Periods;

namespace Credits.Tests.Booking;

public sealed class Reversal_should
{
    [Fact]
    public void Return_what_a_debit_burned_to_the_grants_that_are_open()
    {
        var book = Book.With(Given.Grant(50, "a"), Given.Grant(50, "b")).Debit(12).ReverseLastDebit();

        book.Journal[^1].Movement.ShouldBe(new Movement.Reversed(Debit: 3, CreditType.Default, [new("a", Credits.Of(12))], Credits.Zero, [], "by mistake"));
        book.Remaining("a").ShouldBe(Credits.Of(50));
        (book.Totals.Burned, book.Balance).ShouldBe((Credits.Zero, Credits.Of(100)));
    }

    [Fact]
    public void Refund_what_a_grant_gave_that_is_used_up_as_a_grant_without_end()
    {
        var book = Book.With(Given.Grant(5, "promo", GrantKind.Promo), Given.Grant(50, "pack")).Debit(12).ReverseLastDebit(at: Given.Noon.AddHours(1));

        book.Remaining("pack").ShouldBe(Credits.Of(50));
        var refund = book.Account.OpenGrants.Single(grant => grant.Id == "refund-3");
        (refund.Kind, refund.Amount, refund.EffectiveAt, refund.ExpiresAt).ShouldBe((GrantKind.Refund, Credits.Of(5), Given.Noon.AddHours(1), null));
        refund.Reference.ShouldBe("Reversal of entry 3");
        refund.Meters.ShouldBeEmpty();
        (book.Totals.Granted, book.Totals.Burned).ShouldBe((Credits.Of(60), Credits.Of(5)));
    }

    [Fact]
    public void Refund_what_a_grant_gave_that_has_expired_since()
    {
        var end = Given.Noon.AddHours(1);
        var book = Book.With(Given.Grant(50, until: end)).Debit(12).ReverseLastDebit(at: end + Account.SettlementDelay);

        book.Account.OpenGrants.ShouldHaveSingleItem().Id.ShouldBe("refund-2");
        (book.Balance, book.Totals.Expired).ShouldBe((Credits.Of(12), Credits.Of(38)));
    }

    [Fact]
    public void Refund_what_a_grant_gave_that_has_ended_though_its_expiry_is_not_booked_yet()
    {
        var end = Given.Noon.AddHours(1);
        var book = Book.With(Given.Grant(50, until: end)).Debit(12).ReverseLastDebit(at: end);

        book.Remaining("refund-2").ShouldBe(Credits.Of(12));
        book.Remaining("grant").ShouldBe(Credits.Of(38), "it is left to late events until it expires");
    }

    [Fact]
    public void Forgive_what_the_debit_owes_still()
    {
        var book = Book.With(Given.Grant(5)).Debit(12).ReverseLastDebit();

        book.Totals.Overdraft.ShouldBe(Credits.Zero);
        book.Totals.Burned.ShouldBe(Credits.Of(5)); // what the used-up grant gave stays burned, and came back as a refund
        book.Balance.ShouldBe(Credits.Of(5));
    }

    [Fact]
    public void Refund_what_was_repaid_already()
    {
        var book = new Book().Debit(12).Grant(Given.Grant(8, "small")).ReverseLastDebit();

        ((Movement.Reversed)book.Journal[^2].Movement).Forgiven.ShouldBe(Credits.Of(4));
        book.Remaining("refund-1").ShouldBe(Credits.Of(8));
        book.Totals.Overdraft.ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Repay_what_others_owe_out_of_the_refund()
    {
        var book = Book.With(Given.Grant(5)).Debit(5, id: "mistake").Debit(3, id: "other");

        book.Commit(Given.Noon, commit => commit.Reverse(book.Journal[1], "by mistake").ShouldBeNull());

        (book.Totals.Overdraft, book.Balance).ShouldBe((Credits.Zero, Credits.Of(2)));
    }

    [Fact]
    public void Take_the_usage_out_of_tiers_and_included_units()
    {
        var march = Calendar.Default.PeriodContaining(Given.Noon).Start;
        var book = Book.With(Given.Grant(50));
        Count(book, march, 5);
        Count(book, march, 7);

        book.ReverseLastDebit().Account.Counters.All.ShouldBe([new("calls", march, Given.Units(5))]);
    }

    [Fact]
    public void Leave_a_captured_hold_ended_and_its_credits_free()
    {
        var book = Book.With(Given.Grant(10)).Hold(7).Capture(7).ReverseLastDebit();

        book.Account.Holds.ShouldBeEmpty();
        (book.Balance, book.Held("grant")).ShouldBe((Credits.Of(10), Credits.Zero));
    }

    [Fact]
    public void Leave_what_was_counted_against_caps_as_it_is()
    {
        var book = Book.With(Given.Grant(10)).Commit(Given.Noon, commit => commit.Configure(new() { Limits = new() { Caps = [Given.Cap(5)] } })).Debit(3);
        var spending = book.Account.Spending;

        book.ReverseLastDebit().Account.Spending.ShouldBe(spending);
    }

    [Fact]
    public void Be_refused_for_an_entry_that_is_no_debit()
    {
        var book = Book.With(Given.Grant(10));

        book.Commit(Given.Noon, commit =>
        {
            commit.Reverse(book.Journal[0], "by mistake").ShouldBe(new Refusal(
                RefusalCodes.NotADebit, "Entry 1 of account acme is no debit; only debits can be reversed."));
            commit.Entries.ShouldBeEmpty();
        });
    }

    [Fact]
    public void Be_refused_where_a_refund_would_be_one_grant_too_many()
    {
        var book = Book.With(Given.Grant(1, "used up", priority: 1)).Debit(1);
        for (var i = 0; i < Account.MaxOpenGrants; i++) book.Grant(Given.Grant(1, $"g{i}"));

        book.Commit(Given.Noon, commit =>
        {
            commit.Reverse(book.Journal[1], "by mistake").ShouldNotBeNull().Code.ShouldBe(RefusalCodes.TooManyOpenGrants);
            commit.Entries.ShouldBeEmpty();
        });
    }

    [Fact]
    public void Give_back_exactly_what_any_debit_of_any_history_took() =>
        Gen.Select(AnyHistory.Books, Gen.Int[0, 100]).Where((book, _) => AnyHistory.Reversible(book.Journal).Length > 0).Sample((book, n) =>
        {
            var debits = AnyHistory.Reversible(book.Journal);
            var entry = debits[n % debits.Length];
            var charge = ((Movement.Debited)entry.Movement).Charge;
            var now = book.Journal[^1].BookedAt;
            var before = book.Commit(now, _ => { }).Account;

            book.Commit(now, commit => commit.Reverse(entry, "by mistake").ShouldBeNull());

            book.Account.AssertConserved();
            Net(book.Account, charge.CreditType).ShouldBe(Net(before, charge.CreditType) + charge.Amount.Millionths);
            book.Account.Holds.ShouldBe(before.Holds);
        }, iter: 500);

    [Fact]
    public void Leave_an_account_as_if_the_debit_had_never_been_where_nothing_depends_on_it() =>
        Gen.Select(AnyHistory.Books, Gen.Long[0, 10_000_000], Gen.OneOfConst(AnyGrant.Meters)).Sample((book, millionths, meter) =>
        {
            var now = book.Journal.Count == 0 ? Given.Noon : book.Journal[^1].BookedAt;
            var never = book.Commit(now, _ => { }).Account;
            book.Commit(now, commit => commit.Debit(
                Given.Event(meter: meter, at: now, id: "mistake"),
                Given.Charge(millionths / 1_000_000m) with { Counted = [new("calls", now, Given.Units(1))] }).ShouldBeNull());
            if (book.LastDebit().Overdraft > Credits.Zero || book.LastDebit().Portions.Any(portion => book.Remaining(portion.Grant) == Credits.Zero)) return;

            var after = book.ReverseLastDebit(now).Account;

            after.OpenGrants.ShouldBe(never.OpenGrants);
            after.Counters.ShouldBe(never.Counters.KeptAt(now));
            after.Totals.Select(totals => totals with { Debits = 0 }).Where(totals => totals != new CreditTotals(totals.CreditType))
                .ShouldBe(never.Totals.Select(totals => totals with { Debits = 0 }).Where(totals => totals != new CreditTotals(totals.CreditType)));
        }, iter: 500);

    // What the account has less what it owes.
    private static long Net(Account account, CreditType type) => account.BalanceOf(type).Millionths - account.TotalsOf(type).Overdraft.Millionths;

    private static void Count(Book book, DateTimeOffset period, long units) => book.Commit(Given.Noon, commit =>
        commit.Debit(Given.Event(id: $"e{units}"), Given.Charge(1) with { Counted = [new("calls", period, Given.Units(units))] }).ShouldBeNull());
}
