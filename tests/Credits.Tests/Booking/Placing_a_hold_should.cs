using Credits.Events;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;

namespace Credits.Tests.Booking;

public sealed class Placing_a_hold_should
{
    [Fact]
    public void Set_credits_aside_in_burn_order_without_taking_them()
    {
        var book = Book.With(Given.Grant(5, "promo", GrantKind.Promo), Given.Grant(100, "pack")).Hold(12);

        book.Journal[^1].Movement.ShouldBe(new Movement.Held(Given.Hold() with { Portions = [new("promo", Credits.Of(5)), new("pack", Credits.Of(7))] }));
        book.Balance.ShouldBe(Credits.Of(105));
        (book.Held("promo"), book.Held("pack")).ShouldBe((Credits.Of(5), Credits.Of(7)));
        book.Account.Holds.ShouldHaveSingleItem().Id.ShouldBe("hold");
    }

    [Fact]
    public void Use_only_grants_that_are_usable_then_pay_for_its_meter_and_have_its_type()
    {
        var book = Book.With(
            Given.Grant(10, "ended", until: Given.Noon),
            Given.Grant(10, "later", from: Given.Noon.AddTicks(1)),
            Given.Grant(10, "images", meters: "image"),
            Given.Grant(10, "premium", type: Given.Premium),
            Given.Grant(10, "calls", meters: "llm.call"),
            Given.Grant(10, "any")).Hold(15);

        book.Account.Holds[0].Portions.Select(portion => portion.Grant).ShouldBe(["any", "calls"]);
        Refused(book, 5.000001m).Code.ShouldBe(RefusalCodes.InsufficientCredits);
    }

    [Fact]
    public void Use_only_grants_that_pay_for_every_meter_when_it_is_for_anything() =>
        Book.With(Given.Grant(10, "calls", meters: "llm.call"), Given.Grant(10, "any")).Hold(10, meter: null)
            .Account.Holds[0].Portions.ShouldHaveSingleItem().Grant.ShouldBe("any");

    [Fact]
    public void Never_set_aside_more_than_is_available_and_say_how_much_is()
    {
        var book = Book.With(Given.Grant(10)).Hold(7, "first");

        Refused(book, 4).ShouldBe(new Refusal(
            RefusalCodes.InsufficientCredits, "Account acme has 3 'credits' available, but 4 are to be held; top it up, or hold less."));
        book.Hold(3, "second").Held("grant").ShouldBe(Credits.Of(10));
    }

    [Fact]
    public void Leave_nothing_of_what_it_holds_to_other_events()
    {
        var book = Book.With(Given.Grant(10)).Hold(7).Debit(5);

        book.LastDebit().Portions.ShouldBe([new("grant", Credits.Of(3))]);
        book.LastDebit().Overdraft.ShouldBe(Credits.Of(2));
        book.Remaining("grant").ShouldBe(Credits.Of(7));
    }

    [Fact]
    public void Leave_nothing_of_what_it_holds_to_repayment() =>
        Book.With(Given.Grant(10)).Hold(7).Debit(5).Grant(Given.Grant(1, "small")).Totals.Overdraft.ShouldBe(Credits.Of(1));

    [Fact]
    public void Keep_its_grants_from_being_voided()
    {
        var book = Book.With(Given.Grant(10)).Hold(1);

        book.Commit(Given.Noon, commit => commit.Void("grant", "charged back").ShouldBe(Credits.Zero));
        book.Balance.ShouldBe(Credits.Of(10));

        book.Commit(Given.Noon, commit => commit.Release("hold"));
        book.Commit(Given.Noon, commit => commit.Void("grant", "charged back").ShouldBe(Credits.Of(10)));
    }

    [Fact]
    public void Be_refused_beyond_the_holds_an_account_may_have_open()
    {
        var book = Book.With(Given.Grant(100));
        for (var i = 0; i < Hold.MaxOpen; i++) book.Hold(1, $"h{i}");

        Refused(book, 1).ShouldBe(new Refusal(
            RefusalCodes.TooManyHolds, "Account acme has 50 open holds, the most it may; capture or release one, or wait until one lapses."));
        book.Commit(Given.Noon, commit => commit.Release("h7")).Hold(1, "one more").Account.Holds.Length.ShouldBe(50);
    }

    [Fact]
    public void Throw_for_an_id_that_is_open_already() =>
        Should.Throw<InvalidOperationException>(() => Book.With(Given.Grant(10)).Hold(1).Hold(1)).Message.ShouldContain("can't place hold 'hold'");

    private static Refusal Refused(Book book, decimal amount)
    {
        Refusal? refusal = null;
        book.Commit(Given.Noon, commit =>
        {
            refusal = commit.Place(Given.Hold("refused"), Credits.Of(amount));
            commit.Entries.ShouldBeEmpty();
        });
        return refusal.ShouldNotBeNull();
    }
}
