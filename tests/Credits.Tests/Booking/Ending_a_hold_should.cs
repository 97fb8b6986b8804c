using Credits.Booking;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;

namespace Credits.Tests.Booking;

public sealed class Ending_a_hold_should
{
    private static readonly DateTimeOffset End = Given.Noon.AddHours(1);

    [Fact]
    public void Free_what_it_had_set_aside()
    {
        var book = Book.With(Given.Grant(10)).Hold(7);

        book.Commit(Given.Noon, commit => commit.Release("hold").ShouldBeTrue());

        book.Journal[^1].Movement.ShouldBe(new Movement.Released(CreditType.Default, "hold", Credits.Of(7), HoldEnd.Released));
        book.ClosedHolds.ShouldHaveSingleItem().ShouldBe(new ClosedHold(
            Given.Hold() with { Portions = [new("grant", Credits.Of(7))] }, HoldEnd.Released, ClosedBy: 3));
        book.Debit(10).Totals.Overdraft.ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Book_nothing_when_there_is_no_such_open_hold()
    {
        var book = Book.With(Given.Grant(10)).Hold(7).Commit(Given.Noon, commit => commit.Release("hold"));

        book.Commit(Given.Noon, commit => commit.Release("hold").ShouldBeFalse());

        book.Journal.Count.ShouldBe(3);
    }

    [Fact]
    public void Leave_other_holds_of_the_same_grant_alone() =>
        Book.With(Given.Grant(10)).Hold(7, "a").Hold(2, "b").Commit(Given.Noon, commit => commit.Release("a")).Held("grant").ShouldBe(Credits.Of(2));

    [Fact]
    public void Happen_by_itself_at_its_end_and_not_before()
    {
        var book = Book.With(Given.Grant(10)).Hold(7, until: End);

        book.Commit(End.AddTicks(-1), _ => { });
        book.Account.Holds.ShouldHaveSingleItem();

        book.Commit(End, _ => { });
        book.Account.Holds.ShouldBeEmpty();
        book.Journal[^1].Movement.ShouldBe(new Movement.Released(CreditType.Default, "hold", Credits.Of(7), HoldEnd.Lapsed));
        book.ClosedHolds.ShouldHaveSingleItem().End.ShouldBe(HoldEnd.Lapsed);
    }

    [Fact]
    public void Come_before_the_events_of_its_commit() =>
        Book.With(Given.Grant(10)).Hold(7, until: End).Debit(10, at: End).Totals.Overdraft.ShouldBe(Credits.Zero);

    [Fact]
    public void Come_before_the_expiry_of_its_grants_which_then_is_booked_in_the_same_commit()
    {
        var book = Book.With(Given.Grant(10, until: Given.Noon.AddMinutes(5))).Hold(7, until: End);

        book.Commit(End.AddTicks(-1), _ => { });
        book.Balance.ShouldBe(Credits.Of(10)); // its settlement came long ago, but some of it is held

        book.Commit(End, _ => { });
        book.Journal.TakeLast(2).Select(entry => entry.Movement.GetType()).ShouldBe([typeof(Movement.Released), typeof(Movement.Expired)]);
        book.Totals.Expired.ShouldBe(Credits.Of(10));
    }

    [Fact]
    public void Let_a_grant_that_waited_for_it_expire_in_the_commit_after()
    {
        var later = Given.Noon.AddMinutes(30);
        var book = Book.With(Given.Grant(10, until: Given.Noon.AddMinutes(5))).Hold(7, until: End);

        book.Capture(2, at: later);
        book.Totals.Expired.ShouldBe(Credits.Zero);
        book.Account.NextDueAt.ShouldBe(Given.Noon.AddMinutes(15)); // due at once

        book.Commit(later, _ => { });
        book.Totals.Expired.ShouldBe(Credits.Of(8));
    }

    [Fact]
    public void Happen_over_several_commits_when_one_has_not_the_room_for_all()
    {
        var book = Book.With([.. Enumerable.Range(0, 90).Select(i => Given.Grant(10, $"g{i:D2}"))]);
        for (var i = 0; i < Hold.MaxOpen; i++) book.Hold(1, $"h{i}", until: End);

        using var chain = new HashChain();
        var account = book.Account;
        for (var commits = 0; !account.Holds.IsEmpty; commits++)
        {
            commits.ShouldBeLessThan(Hold.MaxOpen);
            var commit = new PendingCommit(account, End, chain);
            commit.Settle();

            commit.IsFull.ShouldBe(!commit.Account.Holds.IsEmpty); // so that no event is booked that needs what a lapsed hold still has
            commit.Entries.ShouldNotBeEmpty();
            account = commit.Account;
        }

        account.AvailableTo(CreditType.Default, "llm.call", End).ShouldBe(Credits.Of(900));
    }
}
