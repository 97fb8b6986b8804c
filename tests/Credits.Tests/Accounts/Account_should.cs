using Credits.Accounts;
using Credits.Grants;

namespace Credits.Tests.Accounts;

public sealed class Account_should
{
    private static readonly DateTimeOffset EndOfMarch = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Start_with_nothing()
    {
        var account = Given.EmptyAccount;

        account.BalanceOf(CreditType.Default).ShouldBe(Credits.Zero);
        account.TotalsOf(CreditType.Default).ShouldBe(new CreditTotals(CreditType.Default));
        account.NextDueAt.ShouldBeNull();
        account.Sequence.ShouldBe(0);
    }

    [Fact]
    public void Count_a_grant_that_is_not_usable_yet_in_its_balance() =>
        Book.With(Given.Grant(100, from: Given.Noon.AddDays(7))).Balance.ShouldBe(Credits.Of(100));

    [Fact]
    public void Keep_the_balances_of_its_credit_types_apart()
    {
        var account = Book.With(Given.Grant(100, "plain"), Given.Grant(7, "premium", type: Given.Premium)).Account;

        account.BalanceOf(CreditType.Default).ShouldBe(Credits.Of(100));
        account.BalanceOf(Given.Premium).ShouldBe(Credits.Of(7));
    }

    [Fact]
    public void Keep_its_sums_ordered_by_credit_type() =>
        Gen.OneOfConst("b", "a", "credits", "z", "d").Array[0, 10].Sample(names =>
        {
            var account = names.Select(CreditType.Parse).Aggregate(
                Given.EmptyAccount, (account, type) => account.With(account.TotalsOf(type) with { Granted = Credits.Of(1) }));

            account.Totals.Select(totals => totals.CreditType.Value).ShouldBe(names.Distinct().Order(StringComparer.Ordinal));
        });

    [Fact]
    public void Be_due_ten_minutes_after_the_soonest_end_of_its_grants() =>
        Book.With(
            Given.Grant(1, "for ever", until: null),
            Given.Grant(1, "April", until: EndOfMarch.AddMonths(1)),
            Given.Grant(1, "March", until: EndOfMarch)).Account.NextDueAt.ShouldBe(EndOfMarch.AddMinutes(10));

    [Fact]
    public void Never_be_due_when_its_grants_never_end() => Book.With(Given.Grant(1, until: null)).Account.NextDueAt.ShouldBeNull();

    [Fact]
    public void Never_be_due_when_its_grants_end_with_the_calendar()
    {
        var book = Book.With(Given.Grant(10, until: DateTimeOffset.MaxValue));

        book.Debit(1);

        book.Account.NextDueAt.ShouldBeNull();
        book.Balance.ShouldBe(Credits.Of(9));
    }

    [Fact]
    public void Be_equal_to_another_only_in_every_part()
    {
        var account = Book.With(Given.Grant(100)).Account;

        (account with { }).ShouldBe(account);
        (account with { Sequence = 9 }).ShouldNotBe(account);
        (account with { Settings = new() { Name = "Acme Inc." } }).ShouldNotBe(account);
        (account with { OpenGrants = [] }).ShouldNotBe(account);
        (account with { Totals = [] }).ShouldNotBe(account);
        (account with { Head = EntryHash.Genesis(AccountId.Parse("other")) }).ShouldNotBe(account);
        (account with { Id = AccountId.Parse("other") }).ShouldNotBe(account);
    }

    [Fact]
    public void Refuse_to_have_lost_a_credit_and_show_the_sum()
    {
        var account = Book.With(Given.Grant(100)).Account;
        var leaking = account with { OpenGrants = [account.OpenGrants[0] with { Remaining = Credits.Of(99) }] };

        var error = Should.Throw<InvalidOperationException>(leaking.AssertConserved);

        error.Message.ShouldContain("does not conserve 'credits' at entry 1: granted 100, balance 99, burned 0, expired 0, voided 0, overdraft 0");
    }

    [Fact]
    public void Refuse_a_negative_overdraft() =>
        Should.Throw<InvalidOperationException>(Given.EmptyAccount
            .With(new CreditTotals(CreditType.Default) { Overdraft = Credits.Of(-1), Burned = Credits.Of(-1) }).AssertConserved);
}
