using Credits.Accounts;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Tests.Booking;

public sealed class Expiry_should
{
    private static readonly DateTimeOffset End = Given.Noon.AddHours(1);
    private static readonly DateTimeOffset Settlement = End.AddMinutes(10);

    [Fact]
    public void Be_booked_ten_minutes_after_the_end_and_not_before()
    {
        var book = Book.With(Given.Grant(100, "promo", until: End));

        book.Commit(Settlement.AddTicks(-1), _ => { });
        book.Balance.ShouldBe(Credits.Of(100));

        book.Commit(Settlement, _ => { });
        book.Balance.ShouldBe(Credits.Zero);
        book.Totals.Expired.ShouldBe(Credits.Of(100));
        book.Journal[^1].Movement.ShouldBe(new Movement.Expired(CreditType.Default, "promo", Credits.Of(100)));
    }

    [Fact]
    public void Count_only_what_was_left_as_breakage() =>
        Book.With(Given.Grant(100, until: End)).Debit(30).Commit(Settlement, _ => { }).Totals.Expired.ShouldBe(Credits.Of(70));

    [Fact]
    public void Be_booked_once()
    {
        var book = Book.With(Given.Grant(100, until: End)).Commit(Settlement, _ => { }).Commit(Settlement.AddDays(1), _ => { });

        book.Journal.Count(entry => entry.Movement is Movement.Expired).ShouldBe(1);
    }

    [Fact]
    public void Let_a_late_event_from_before_the_end_still_find_the_grant()
    {
        var book = Book.With(Given.Grant(100, until: End));

        book.Debit(30, at: End.AddTicks(-1), bookedAt: Settlement.AddTicks(-1));

        book.Totals.Overdraft.ShouldBe(Credits.Zero);
        book.Remaining("grant").ShouldBe(Credits.Of(70));
    }

    [Fact]
    public void Let_an_event_from_after_the_end_find_nothing() =>
        Book.With(Given.Grant(100, until: End)).Debit(30, at: End).Totals.Overdraft.ShouldBe(Credits.Of(30));

    [Fact]
    public void Leave_an_event_that_comes_after_settlement_to_other_grants() =>
        Book.With(Given.Grant(100, until: End)).Debit(30, at: Given.Noon, bookedAt: Settlement).Totals.Overdraft.ShouldBe(Credits.Of(30));

    [Fact]
    public void Be_booked_for_every_grant_that_is_due_in_burn_order()
    {
        var book = Book.With(
            Given.Grant(1, "later", until: End.AddMinutes(1)),
            Given.Grant(1, "sooner", until: End),
            Given.Grant(1, "premium", until: End, type: Given.Premium),
            Given.Grant(1, "not yet", until: End.AddDays(1)));

        book.Commit(Settlement.AddMinutes(1), _ => { });

        book.Journal.Select(entry => entry.Movement).OfType<Movement.Expired>().Select(expired => expired.Grant).ShouldBe(["premium", "sooner", "later"]);
        book.Account.OpenGrants.ShouldHaveSingleItem().Id.ShouldBe("not yet");
    }

    [Fact]
    public void Settle_as_many_grants_as_an_account_can_have_in_one_commit() =>
        Book.With([.. Enumerable.Range(0, Account.MaxOpenGrants).Select(i => Given.Grant(1, $"g{i}", until: End))])
            .Commit(Settlement, _ => { }).Account.OpenGrants.ShouldBeEmpty();
}
