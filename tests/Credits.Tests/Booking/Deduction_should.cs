using Credits.Events;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Tests.Booking;

public sealed class Deduction_should
{
    [Fact]
    public void Take_credits_back_in_burn_order_and_say_why()
    {
        var book = Book.With(Given.Grant(5, "promo", GrantKind.Promo), Given.Grant(100, "pack"));

        Deduct(book, 12);

        book.Journal[^1].Movement.ShouldBe(new Movement.Deducted(
            "correction-1", CreditType.Default, Credits.Of(12), [new("promo", Credits.Of(5)), new("pack", Credits.Of(7))], Credits.Zero, "granted twice"));
        (book.Balance, book.Totals.Voided, book.Totals.Burned).ShouldBe((Credits.Of(93), Credits.Of(12), Credits.Zero));
    }

    [Fact]
    public void Take_only_what_is_free_usable_now_of_the_type_and_pays_for_every_meter()
    {
        var book = Book.With(
            Given.Grant(10, "held", priority: 1), Given.Grant(10, "later", from: Given.Noon.AddTicks(1)), Given.Grant(10, "calls", meters: "llm.call"),
            Given.Grant(10, "premium", type: Given.Premium)).Hold(7);

        Deduct(book, 12);

        book.Remaining("held").ShouldBe(Credits.Of(7));
        book.Totals.Overdraft.ShouldBe(Credits.Of(9));
        book.Balance.ShouldBe(Credits.Of(27));
    }

    [Fact]
    public void Leave_what_is_not_there_as_overdraft_which_the_next_grant_repays()
    {
        var book = Book.With(Given.Grant(5));

        Deduct(book, 12);
        book.Totals.Overdraft.ShouldBe(Credits.Of(7));
        book.Account.AssertConserved();

        book.Grant(Given.Grant(10, "next"));
        (book.Totals.Overdraft, book.Balance).ShouldBe((Credits.Zero, Credits.Of(3)));
    }

    [Fact]
    public void Void_nothing_of_a_grant_that_it_closes()
    {
        var closed = Deduct(Book.With(Given.Grant(10)).Debit(4), 6).ClosedGrants.ShouldHaveSingleItem();

        (closed.Expired, closed.Voided, closed.ClosedBy).ShouldBe((Credits.Zero, Credits.Zero, 3));
    }

    [Fact]
    public void Be_refused_beyond_what_a_sum_can_hold()
    {
        var book = Deduct(Book.With(Given.Grant(8_000_000_000)), 7_999_999_999);

        Refused(book, 1.000001m).ShouldBe(new Refusal(
            RefusalCodes.AmountOutOfRange, "1.000001 more would take account acme's voided 'credits' total beyond the 8000000000 credits an amount can hold."));
        Deduct(book, 1);
    }

    // Each of what was burned and what was deducted is within bounds; what is owed for both is not.
    [Fact]
    public void Be_refused_where_the_overdraft_would_be_beyond_what_an_amount_can_hold() =>
        Refused(new Book().Debit(7_999_999_999), 1.000001m).ShouldBe(new Refusal(
            RefusalCodes.AmountOutOfRange, "1.000001 more would take account acme's overdraft of 'credits' beyond the 8000000000 credits an amount can hold."));

    [Fact]
    public void Keep_an_event_from_being_booked_that_would_owe_beyond_that()
    {
        var book = Deduct(new Book(), 7_999_999_999);

        book.Commit(Given.Noon, commit =>
        {
            commit.Debit(Given.Event(), Given.Charge(1.000001m)).ShouldNotBeNull().Code.ShouldBe(RefusalCodes.AmountOutOfRange);
            commit.Entries.ShouldBeEmpty();
            commit.Debit(Given.Event(), Given.Charge(1)).ShouldBeNull();
        });
        book.Totals.Overdraft.ShouldBe(Credits.Max);
    }

    private static Book Deduct(Book book, decimal amount) =>
        book.Commit(Given.Noon, commit => commit.Deduct("correction-1", CreditType.Default, Credits.Of(amount), "granted twice").ShouldBeNull());

    private static Refusal Refused(Book book, decimal amount)
    {
        Refusal? refusal = null;
        book.Commit(Given.Noon, commit =>
        {
            refusal = commit.Deduct("correction-1", CreditType.Default, Credits.Of(amount), "granted twice");
            commit.Entries.ShouldBeEmpty();
        });
        return refusal.ShouldNotBeNull();
    }
}
