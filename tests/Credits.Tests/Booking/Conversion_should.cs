using Credits.Booking;
using Credits.Events;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Tests.Booking;

public sealed class Conversion_should
{
    [Fact]
    public void Take_one_type_in_burn_order_and_give_what_it_is_worth_of_another()
    {
        var book = Book.With(Premium(5, "promo", priority: 1), Premium(100, "pack"));

        Convert(book, 12, worth: 120);

        book.Journal[^2].Movement.ShouldBe(new Movement.Deducted(
            "conversion-1", Given.Premium, Credits.Of(12), [new("promo", Credits.Of(5)), new("pack", Credits.Of(7))], Credits.Zero, "asked for"));
        (book.Account.BalanceOf(Given.Premium), book.Balance, book.Totals.Granted).ShouldBe((Credits.Of(93), Credits.Of(120), Credits.Of(120)));
        book.Account.AssertConserved();
    }

    [Fact]
    public void Never_take_more_than_is_there()
    {
        var refusal = Refused(Book.With(Premium(5, "pack")), 5.000001m);

        refusal.ShouldBe(new Refusal(RefusalCodes.InsufficientCredits, "5 'premium' are available to convert, but 5.000001 are asked for; convert less, or top up."));
    }

    [Fact]
    public void Take_nothing_that_is_held_or_pays_for_some_meters_only() =>
        Refused(Book.With(Premium(10, "held"), Premium(10, "calls", meters: "llm.call")).Hold(7, meter: null, type: Given.Premium), 4).Code.ShouldBe(RefusalCodes.InsufficientCredits);

    [Fact]
    public void Let_no_credit_live_longer_by_it()
    {
        var (soon, later) = (Given.Noon.AddDays(3), Given.Noon.AddDays(9));
        var book = Book.With(Premium(5, "soon", until: soon), Premium(5, "later", until: later), Premium(5, "endless"));

        Convert(book, 7, worth: 70);

        book.Account.OpenGrants.Single(grant => grant.Id == "conversion-1").ExpiresAt.ShouldBe(soon);
    }

    [Fact]
    public void Give_what_has_no_end_for_what_has_none()
    {
        var book = Book.With(Premium(5, "soon", until: Given.Noon.AddDays(3), priority: 200), Premium(5, "endless"));

        Convert(book, 5, worth: 50);

        book.Account.OpenGrants.Single(grant => grant.Id == "conversion-1").ExpiresAt.ShouldBeNull();
    }

    [Fact]
    public void Repay_what_is_owed_of_the_type_it_gives()
    {
        var book = Book.With(Premium(10, "pack")).Debit(30);

        Convert(book, 5, worth: 50);

        (book.Totals.Overdraft, book.Balance).ShouldBe((Credits.Zero, Credits.Of(20)));
    }

    [Fact]
    public void Be_refused_beyond_what_a_sum_can_hold() =>
        Refused(Book.With(Premium(10, "pack"), Given.Grant(1)), 1, worth: 8_000_000_000).Code.ShouldBe(RefusalCodes.AmountOutOfRange);

    [Fact]
    public void Replay_to_the_account_it_made()
    {
        var book = Convert(Book.With(Premium(10, "pack")), 5, worth: 50);

        Replay.Of(Given.Acme, book.Journal).ShouldBe(book.Account);
    }

    private static Grant Premium(decimal amount, string id, DateTimeOffset? until = null, int priority = 100, params string[] meters) =>
        Given.Grant(amount, id, until: until, priority: priority, type: Given.Premium, meters: meters);

    private static Book Convert(Book book, decimal amount, decimal worth) =>
        book.Commit(Given.Noon, commit => Convert(commit, amount, worth).ShouldBeNull());

    private static Refusal Refused(Book book, decimal amount, decimal worth = 1)
    {
        Refusal? refusal = null;
        book.Commit(Given.Noon, commit =>
        {
            refusal = Convert(commit, amount, worth);
            commit.Entries.ShouldBeEmpty();
        });
        return refusal.ShouldNotBeNull();
    }

    private static Refusal? Convert(PendingCommit commit, decimal amount, decimal worth) =>
        commit.Convert("conversion-1", Given.Premium, Credits.Of(amount), CreditType.Default, Credits.Of(worth), "asked for");
}
