using Credits.Grants;
using Credits.Journal;

namespace Credits.Tests.Booking;

public sealed class Repayment_should
{
    [Fact]
    public void Come_first_out_of_a_new_grant()
    {
        var book = new Book().Debit(30);

        book.Grant(Given.Grant(100, "pack"));

        book.Totals.Overdraft.ShouldBe(Credits.Zero);
        book.Balance.ShouldBe(Credits.Of(70));
        book.Totals.Burned.ShouldBe(Credits.Of(30));
        book.Journal[^1].Movement.ShouldBe(new Movement.Repaid(CreditType.Default, [new("pack", Credits.Of(30))]));
    }

    [Fact]
    public void Take_all_of_a_grant_that_is_smaller_than_the_overdraft()
    {
        var book = new Book().Debit(30).Grant(Given.Grant(20, "pack"));

        book.Totals.Overdraft.ShouldBe(Credits.Of(10));
        book.Account.OpenGrants.ShouldBeEmpty();
    }

    [Fact]
    public void Not_happen_when_the_account_says_not_to()
    {
        var book = new Book().Commit(Given.Noon, commit => commit.Configure(new() { RepaysOverdraft = false })).Debit(30);

        book.Grant(Given.Grant(100));

        book.Totals.Overdraft.ShouldBe(Credits.Of(30));
        book.Balance.ShouldBe(Credits.Of(100));
    }

    [Fact]
    public void Happen_as_soon_as_the_account_wants_it()
    {
        var book = new Book().Commit(Given.Noon, commit => commit.Configure(new() { RepaysOverdraft = false })).Debit(30).Grant(Given.Grant(100));

        book.Commit(Given.Noon, commit => commit.Configure(new() { RepaysOverdraft = true }));

        book.Totals.Overdraft.ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Not_come_from_a_grant_that_pays_only_for_some_meters() =>
        new Book().Debit(30, meter: "llm.call").Grant(Given.Grant(100, meters: "llm.call")).Totals.Overdraft.ShouldBe(Credits.Of(30));

    [Fact]
    public void Not_come_from_a_grant_before_its_effect_but_with_the_first_commit_after()
    {
        var book = new Book().Debit(30).Grant(Given.Grant(100, from: Given.Noon.AddDays(1)));
        book.Totals.Overdraft.ShouldBe(Credits.Of(30));

        book.Commit(Given.Noon.AddDays(1), _ => { });

        book.Totals.Overdraft.ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Not_come_from_a_grant_that_has_ended_though_its_expiry_is_not_booked_yet()
    {
        var end = Given.Noon.AddHours(1);
        var book = Book.With(Given.Grant(100, until: end));

        book.Debit(30, at: end);

        book.Totals.Overdraft.ShouldBe(Credits.Of(30));
        book.Balance.ShouldBe(Credits.Of(100));
    }

    [Fact]
    public void Not_come_from_a_grant_that_has_ended_though_the_notice_of_its_end_is_as_of_before()
    {
        var end = Given.Noon.AddHours(1);
        var book = Book.With(Given.Grant(100, from: Given.Noon.AddDays(-30), until: end)).Debit(30, at: end);

        book.Configure(end, settings => settings with { ExpiryNoticeDays = 7 });

        book.Journal[^1].Movement.ShouldBeOfType<Movement.Crossed>();
        book.Totals.Overdraft.ShouldBe(Credits.Of(30));
    }

    [Fact]
    public void Never_mix_credit_types() =>
        new Book().Debit(30).Grant(Given.Grant(100, type: Given.Premium)).Totals.Overdraft.ShouldBe(Credits.Of(30));

    [Fact]
    public void Happen_for_every_credit_type_that_is_overdrawn()
    {
        var book = new Book().Debit(30).Debit(3, type: Given.Premium);

        book.Commit(Given.Noon, commit =>
        {
            commit.Grant(Given.Grant(100, "pack"));
            commit.Grant(Given.Grant(10, "premium pack", type: Given.Premium));
        });

        book.Account.Totals.ShouldAllBe(totals => totals.Overdraft == Credits.Zero);
        book.Journal.Count(entry => entry.Movement is Movement.Repaid).ShouldBe(2);
    }

    [Fact]
    public void Follow_the_burn_order()
    {
        var book = new Book().Debit(30);

        book.Commit(Given.Noon, commit =>
        {
            commit.Grant(Given.Grant(25, "bought"));
            commit.Grant(Given.Grant(25, "given", GrantKind.Promo));
        });

        book.Journal[^1].Movement.ShouldBe(new Movement.Repaid(CreditType.Default, [new("given", Credits.Of(25)), new("bought", Credits.Of(5))]));
    }

    [Fact]
    public void Book_nothing_when_nothing_is_owed() => Book.With(Given.Grant(100)).Journal.Count.ShouldBe(1);
}
