using Credits.Accounts;
using Credits.Events;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Tests.Booking;

public sealed class Pending_commit_should
{
    [Fact]
    public void Open_an_account_with_its_first_entry_even_where_all_settings_are_usual()
    {
        var book = new Book().Commit(Given.Noon, commit => commit.Configure(new()));

        book.Journal.ShouldHaveSingleItem().Movement.ShouldBe(new Movement.Configured(new()));
        book.Account.Sequence.ShouldBe(1);
    }

    [Fact]
    public void Book_nothing_when_the_settings_are_so_already()
    {
        var book = new Book().Commit(Given.Noon, commit => commit.Configure(new() { Name = "Acme" }));

        book.Commit(Given.Noon, commit => commit.Configure(new() { Name = "Acme" }));

        book.Journal.Count.ShouldBe(1);
    }

    [Fact]
    public void Book_what_an_event_cost_and_which_grants_paid()
    {
        var book = Book.With(Given.Grant(0.5m, "promo", GrantKind.Promo), Given.Grant(100, "pack"));

        book.Debit(0.506m);

        book.LastDebit().Portions.ShouldBe([new("promo", Credits.Of(0.5m)), new("pack", Credits.Of(0.006m))]);
        book.Balance.ShouldBe(Credits.Of(99.994m));
        book.Totals.Burned.ShouldBe(Credits.Of(0.506m));
        book.Totals.Debits.ShouldBe(1);
    }

    [Fact]
    public void Always_book_usage_and_turn_what_nothing_covers_into_overdraft()
    {
        var book = Book.With(Given.Grant(5)).Debit(12);

        book.LastDebit().Overdraft.ShouldBe(Credits.Of(7));
        book.Totals.Overdraft.ShouldBe(Credits.Of(7));
        book.Balance.ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Book_a_free_event_too()
    {
        var book = Book.With(Given.Grant(5)).Debit(0);

        book.LastDebit().Portions.ShouldBeEmpty();
        book.Totals.Debits.ShouldBe(1);
    }

    [Fact]
    public void Charge_the_account_of_the_event_and_no_other() =>
        Should.Throw<InvalidOperationException>(() => new Book().Commit(Given.Noon, commit =>
                commit.Debit(Given.Event(account: AccountId.Parse("mallory")), Given.Charge(1))))
            .Message.ShouldContain("can't pay for an event of account mallory");

    [Fact]
    public void Take_back_what_is_left_of_a_grant_and_say_how_much()
    {
        var book = Book.With(Given.Grant(100, "pack")).Debit(30);

        book.Commit(Given.Noon, commit => commit.Void("pack", "charged back").ShouldBe(Credits.Of(70)));

        book.Journal[^1].Movement.ShouldBe(new Movement.Voided(CreditType.Default, "pack", Credits.Of(70), "charged back"));
        book.Totals.Voided.ShouldBe(Credits.Of(70));
        book.Balance.ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Take_nothing_back_from_a_grant_that_is_not_open()
    {
        var book = Book.With(Given.Grant(100, "pack"));

        book.Commit(Given.Noon, commit => commit.Void("other", "charged back").ShouldBe(Credits.Zero));

        book.Journal.Count.ShouldBe(1);
    }

    [Fact]
    public void Refuse_a_grant_beyond_the_open_ones_an_account_may_have()
    {
        var book = Book.With(Many(Account.MaxOpenGrants));

        book.Commit(Given.Noon, commit =>
        {
            var refusal = commit.Grant(Given.Grant(1, "one more")).ShouldNotBeNull();

            refusal.Code.ShouldBe(RefusalCodes.TooManyOpenGrants);
            refusal.Detail.ShouldBe("Account acme has 90 open grants, the most it may; wait for one to burn or expire, or void one.");
            commit.Entries.ShouldBeEmpty();
        });
    }

    [Fact]
    public void Refuse_grants_whose_sum_no_amount_can_hold()
    {
        var book = Book.With(Given.Grant(7_999_999_999, "all but one"));

        book.Commit(Given.Noon, commit =>
        {
            var refusal = commit.Grant(Given.Grant(1.000001m, "too much")).ShouldNotBeNull();

            refusal.Code.ShouldBe(RefusalCodes.AmountOutOfRange);
            refusal.Detail.ShouldBe(
                "1.000001 more would take account acme's granted 'credits' total beyond the 8000000000 credits an amount can hold.");
            commit.Grant(Given.Grant(1.000001m, "premium", type: Given.Premium)).ShouldBeNull();
            commit.Grant(Given.Grant(1, "the last")).ShouldBeNull();
        });
        book.Balance.ShouldBe(Credits.Max);
    }

    [Fact]
    public void Refuse_what_would_take_overdraft_beyond_what_an_amount_can_hold_though_no_other_total_is()
    {
        var book = new Book().Debit(5_000_000_000);

        book.Commit(Given.Noon, commit =>
        {
            var refusal = commit.Deduct("d", CreditType.Default, Credits.Of(3_000_000_001), "too much").ShouldNotBeNull();

            refusal.Code.ShouldBe(RefusalCodes.AmountOutOfRange);
            refusal.Detail.ShouldBe(
                "3000000001 more would take account acme's overdraft of 'credits' beyond the 8000000000 credits an amount can hold.");
            commit.Deduct("d", CreditType.Default, Credits.Of(3_000_000_000), "just so much").ShouldBeNull();
            commit.Debit(Given.Event(id: "more"), Given.Charge(1)).ShouldNotBeNull().Code.ShouldBe(RefusalCodes.AmountOutOfRange);
            commit.Entries.Count.ShouldBe(1);
        });
        book.Totals.Overdraft.ShouldBe(Credits.Max);
        book.Account.AssertConserved();
    }

    [Fact]
    public void Refuse_charges_whose_sum_no_amount_can_hold()
    {
        var book = new Book().Debit(7_999_999_999);

        book.Commit(Given.Noon, commit =>
        {
            var refusal = commit.Debit(Given.Event(), Given.Charge(1.000001m)).ShouldNotBeNull();

            refusal.Code.ShouldBe(RefusalCodes.AmountOutOfRange);
            refusal.Detail.ShouldBe(
                "1.000001 more would take account acme's burned 'credits' total beyond the 8000000000 credits an amount can hold.");
            commit.Entries.ShouldBeEmpty();
            commit.Debit(Given.Event(), Given.Charge(1.000001m, Given.Premium)).ShouldBeNull();
            commit.Debit(Given.Event(), Given.Charge(1)).ShouldBeNull();
        });
        book.Totals.Overdraft.ShouldBe(Credits.Max);
        book.Account.AssertConserved();
    }

    [Fact]
    public void Give_the_same_entries_bit_for_bit_for_the_same_calls() =>
        AnyHistory.Steps.Sample(steps => AnyHistory.Of(steps).Journal.ShouldBe(AnyHistory.Of(steps).Journal));

    private static Grant[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => Given.Grant(1, $"g{i:D3}"))];
}
