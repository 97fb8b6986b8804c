using Credits.Events;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Tests.Booking;

public sealed class Taking_back_should
{
    [Fact]
    public void Take_what_is_left_of_the_grant_alone_and_leave_the_rest_as_overdraft()
    {
        var book = Book.With(Given.Grant(10, "pi_1"), Given.Grant(100, "other", from: Given.Noon.AddDays(1))).Debit(4);

        TakeBack(book, 10, "pi_1");

        book.Journal[^1].Movement.ShouldBe(new Movement.Deducted("pi_1-back-1", CreditType.Default, Credits.Of(10), [new("pi_1", Credits.Of(6))], Credits.Of(4), "refunded"));
        (book.Balance, book.Totals.Overdraft, book.Totals.Voided).ShouldBe((Credits.Of(100), Credits.Of(4), Credits.Of(10)));
        book.ClosedGrants.ShouldHaveSingleItem().Voided.ShouldBe(Credits.Zero);
        book.Account.AssertConserved();
    }

    [Fact]
    public void Let_what_is_usable_repay_that_overdraft_at_once()
    {
        var book = Book.With(Given.Grant(10, "pi_1", priority: 1), Given.Grant(100, "other")).Debit(4);

        TakeBack(book, 10, "pi_1");

        (book.Remaining("other"), book.Totals.Overdraft).ShouldBe((Credits.Of(96), Credits.Zero));
    }

    [Fact]
    public void Leave_what_is_held_to_the_hold()
    {
        var book = Book.With(Given.Grant(10, "pi_1")).Hold(3);

        TakeBack(book, 10, "pi_1");

        (book.Remaining("pi_1"), book.Held("pi_1"), book.Totals.Overdraft).ShouldBe((Credits.Of(3), Credits.Of(3), Credits.Of(3)));
        book.Account.AssertConserved();
    }

    [Fact]
    public void Let_what_was_held_repay_once_it_is_free()
    {
        var book = Book.With(Given.Grant(10, "pi_1")).Hold(3);
        TakeBack(book, 10, "pi_1");

        book.Commit(Given.Noon, commit => commit.Release("hold").ShouldBeTrue());

        (book.Balance, book.Totals.Overdraft).ShouldBe((Credits.Zero, Credits.Zero));
    }

    [Fact]
    public void Take_from_several_grants_in_the_order_given()
    {
        var book = Book.With(Given.Grant(5, "pi_1"), Given.Grant(5, "pi_1-restored-1", priority: 1));

        TakeBack(book, 7, "pi_1", "gone", "pi_1-restored-1");

        (book.Remaining("pi_1"), book.Remaining("pi_1-restored-1"), book.Totals.Overdraft).ShouldBe((Credits.Zero, Credits.Of(3), Credits.Zero));
    }

    [Fact]
    public void Be_refused_beyond_what_a_sum_can_hold()
    {
        var book = Book.With(Given.Grant(8_000_000_000, "pi_1"));
        TakeBack(book, 7_999_999_999, "pi_1");

        book.Commit(Given.Noon, commit => commit.TakeBack("pi_1-back-2", CreditType.Default, Credits.Of(2), ["pi_1"], "refunded")!.Code.ShouldBe(RefusalCodes.AmountOutOfRange));
    }

    [Fact]
    public void Conserve_credits_whatever_was_burned_before() =>
        Gen.Select(Gen.Long[1, 20_000_000], Gen.Long[1, 30_000_000], Gen.Long[1, 20_000_000]).Sample((granted, burned, back) =>
        {
            var book = Book.With(Given.Grant(granted / 1_000_000m, "pi_1")).Debit(burned / 1_000_000m);

            TakeBack(book, back / 1_000_000m, "pi_1");

            book.Account.AssertConserved();
            book.Totals.Voided.ShouldBe(Credits.FromMillionths(back));
        });

    private static void TakeBack(Book book, decimal amount, params string[] grants) =>
        book.Commit(Given.Noon, commit => commit.TakeBack("pi_1-back-1", CreditType.Default, Credits.Of(amount), grants, "refunded").ShouldBeNull());
}
