using Credits.Booking;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;

namespace Credits.Tests.Booking;

public sealed class Capturing_a_hold_should
{
    [Fact]
    public void Burn_what_the_hold_set_aside_and_end_it()
    {
        var book = Book.With(Given.Grant(10)).Hold(7).Capture(7);

        book.LastDebit().Portions.ShouldBe([new("grant", Credits.Of(7))]);
        book.LastDebit().Hold.ShouldBe("hold");
        book.Account.Holds.ShouldBeEmpty();
        book.Held("grant").ShouldBe(Credits.Zero);
        book.ClosedHolds.ShouldHaveSingleItem().ShouldBe(new ClosedHold(
            Given.Hold() with { Portions = [new("grant", Credits.Of(7))] }, HoldEnd.Captured, ClosedBy: 3));
    }

    [Fact]
    public void Free_what_the_event_did_not_need()
    {
        var book = Book.With(Given.Grant(10)).Hold(7).Capture(2);

        book.Balance.ShouldBe(Credits.Of(8));
        book.Held("grant").ShouldBe(Credits.Zero);
        book.Debit(8).Totals.Overdraft.ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Burn_the_hold_first_then_free_credits_in_burn_order_then_go_into_overdraft()
    {
        var book = Book.With(Given.Grant(10, "pack")).Hold(7).Hold(2, "other").Grant(Given.Grant(3, "promo", GrantKind.Promo)).Capture(15);

        // 7 of the hold and the 1 of the pack that is free; 2 stay with the other hold.
        book.LastDebit().Portions.ShouldBe([new("pack", Credits.Of(8)), new("promo", Credits.Of(3))]);
        book.LastDebit().Overdraft.ShouldBe(Credits.Of(4));
        (book.Remaining("pack"), book.Held("pack")).ShouldBe((Credits.Of(2), Credits.Of(2)));
    }

    [Fact]
    public void Still_work_on_a_grant_that_has_ended_since()
    {
        var end = Given.Noon.AddMinutes(5);
        var book = Book.With(Given.Grant(10, until: end)).Hold(7, until: Given.Noon.AddHours(2));

        book.Capture(7, at: end.AddHours(1));

        book.LastDebit().Portions.ShouldBe([new("grant", Credits.Of(7))]);
        book.Totals.Overdraft.ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Take_no_more_than_the_hold_from_a_grant_that_has_ended_since() =>
        Book.With(Given.Grant(10, until: Given.Noon.AddMinutes(5))).Hold(7).Capture(8, at: Given.Noon.AddMinutes(5)).LastDebit().Overdraft.ShouldBe(Credits.Of(1));

    [Fact]
    public void End_a_hold_of_another_credit_type_but_burn_nothing_of_it()
    {
        var book = Book.With(Given.Grant(10, "premium", type: Given.Premium)).Hold(7, type: Given.Premium).Capture(4);

        book.LastDebit().Overdraft.ShouldBe(Credits.Of(4));
        book.LastDebit().Hold.ShouldBe("hold");
        book.Account.Holds.ShouldBeEmpty();
        (book.Remaining("premium"), book.Held("premium")).ShouldBe((Credits.Of(10), Credits.Zero));
    }

    [Fact]
    public void Never_burn_what_was_held_of_a_grant_that_does_not_pay_for_the_events_meter()
    {
        var book = Book.With(Given.Grant(10, "images", meters: "image"), Given.Grant(10, "late")).Hold(12, meter: "image");

        book.Capture(12, meter: "llm.call");

        book.LastDebit().Portions.ShouldBe([new("late", Credits.Of(10))]);
        book.LastDebit().Overdraft.ShouldBe(Credits.Of(2));
        (book.Remaining("images"), book.Held("images")).ShouldBe((Credits.Of(10), Credits.Zero));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("captured")]
    [InlineData("released")]
    [InlineData("lapsed")]
    public void Be_an_ordinary_debit_when_there_is_no_such_open_hold(string hold)
    {
        var book = Book.With(Given.Grant(10)).Hold(1, "captured").Hold(2, "released").Hold(3, "lapsed", until: Given.Noon.AddMinutes(1))
            .Capture(1, "captured").Commit(Given.Noon, commit => commit.Release("released"));

        book.Capture(4, hold, at: Given.Noon.AddMinutes(1));

        book.LastDebit().Hold.ShouldBeNull();
        book.LastDebit().Event.Hold.ShouldBe(hold);
        book.LastDebit().Portions.ShouldBe([new("grant", Credits.Of(4))]);
    }

    // Settling comes first in a commit, but where it finds no room for all holds some are left.
    [Fact]
    public void Be_an_ordinary_debit_when_the_hold_has_lapsed_but_that_is_not_booked_yet()
    {
        var account = Book.With(Given.Grant(10)).Hold(7, until: Given.Noon.AddMinutes(1)).Account;
        using var chain = new HashChain();
        var commit = new PendingCommit(account, Given.Noon.AddMinutes(1), chain);

        commit.Debit(Given.Event() with { Hold = "hold" }, Given.Charge(7)).ShouldBeNull();

        commit.ClosedHolds.ShouldBeEmpty();
        commit.Account.Holds.ShouldHaveSingleItem();
        commit.Account.TotalsOf(CreditType.Default).Overdraft.ShouldBe(Credits.Of(4));
    }

    [Fact]
    public void Be_free_and_end_the_hold_when_the_event_costs_nothing()
    {
        var book = Book.With(Given.Grant(10)).Hold(7).Capture(0);

        book.LastDebit().Portions.ShouldBeEmpty();
        book.Account.Holds.ShouldBeEmpty();
    }

    [Fact]
    public void Close_a_grant_of_which_all_was_held_with_nothing_left_and_nothing_held()
    {
        var closed = Book.With(Given.Grant(7)).Hold(7).Capture(7).ClosedGrants.ShouldHaveSingleItem();

        (closed.Grant.Remaining, closed.Grant.Held).ShouldBe((Credits.Zero, Credits.Zero));
    }
}
