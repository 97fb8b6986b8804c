using Credits.Accounts;
using Credits.Grants;

namespace Credits.Tests.Accounts;

public sealed class Account_should
{
    private static readonly DateTimeOffset EndOfMarch = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Price_an_event_from_before_the_last_scheduled_change_by_the_plan_pin_and_card_of_then()
    {
        var account = Given.EmptyAccount with { Settings = new() { Name = "Acme", Plan = "pro", Pin = new(2, Until: null), Former = new("basic", new(1, Until: null), "old", Given.Noon) } };

        account.PricingAt(Given.Noon).ShouldBe(account);
        account.PricingAt(Given.Noon.AddTicks(-1)).Settings.ShouldBe(account.Settings with { Plan = "basic", Pin = new(1, Until: null), RateCard = "old" });
        Given.EmptyAccount.PricingAt(Given.Noon).ShouldBe(Given.EmptyAccount);
    }

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
    public void Be_due_when_the_soonest_of_its_holds_lapses_if_that_is_sooner()
    {
        var book = Book.With(Given.Grant(10, until: EndOfMarch)).Hold(1, "later", until: Given.Noon.AddHours(2)).Hold(1, "sooner", until: Given.Noon.AddHours(1));

        book.Account.NextDueAt.ShouldBe(Given.Noon.AddHours(1));
    }

    [Fact]
    public void Not_be_due_for_a_grant_that_waits_for_its_holds()
    {
        var book = Book.With(Given.Grant(10, "soon", until: Given.Noon.AddMinutes(1)), Given.Grant(10, "later", until: Given.Noon.AddMinutes(30))).Hold(1);

        book.Account.NextDueAt.ShouldBe(Given.Noon.AddMinutes(40));
        book.Commit(Given.Noon, commit => commit.Release("hold")).Account.NextDueAt.ShouldBe(Given.Noon.AddMinutes(11));
    }

    [Fact]
    public void Count_as_held_by_type_what_holds_have_that_have_not_lapsed()
    {
        var account = Book.With(Given.Grant(10), Given.Grant(10, "premium", type: Given.Premium))
            .Hold(1, "a", until: Given.Noon.AddHours(1)).Hold(2, "b", until: Given.Noon.AddHours(2)).Hold(4, "premium", type: Given.Premium).Account;

        account.HeldOf(CreditType.Default, Given.Noon.AddHours(1).AddTicks(-1)).ShouldBe(Credits.Of(3));
        account.HeldOf(CreditType.Default, Given.Noon.AddHours(1)).ShouldBe(Credits.Of(2));
        account.HeldOf(Given.Premium, Given.Noon).ShouldBe(Credits.Of(4));
    }

    [Fact]
    public void Count_as_available_what_an_event_could_burn()
    {
        var account = Book.With(
            Given.Grant(1, "any"), Given.Grant(2, "calls", meters: "llm.call"), Given.Grant(4, "later", from: Given.Noon.AddHours(1)),
            Given.Grant(8, "premium", type: Given.Premium)).Account;

        account.AvailableTo(CreditType.Default, "llm.call", Given.Noon).ShouldBe(Credits.Of(3));
        account.AvailableTo(CreditType.Default, "image", Given.Noon).ShouldBe(Credits.Of(1));
        account.AvailableTo(CreditType.Default, meter: null, Given.Noon.AddHours(1)).ShouldBe(Credits.Of(5));
        account.AvailableTo(Given.Premium, "llm.call", Given.Noon).ShouldBe(Credits.Of(8));
    }

    [Fact]
    public void Count_as_left_what_waits_to_roll_over()
    {
        var account = Book.With(RollingOver(100, percent: 40), Given.Grant(8)).Account;

        account.LeftOf(CreditType.Default, EndOfMarch.AddTicks(-1)).ShouldBe(Credits.Of(100 + 8));
        account.LeftOf(CreditType.Default, EndOfMarch).ShouldBe(Credits.Of(40 + 8));
    }

    [Fact]
    public void Not_count_as_left_what_waits_to_expire() =>
        Book.With(Given.Grant(100, until: EndOfMarch)).Account.LeftOf(CreditType.Default, EndOfMarch).ShouldBe(Credits.Zero);

    [Fact]
    public void Not_count_as_left_what_rolls_over_into_what_has_ended_too() =>
        Book.With(RollingOver(100, until: EndOfMarch.AddMinutes(5))).Account.LeftOf(CreditType.Default, EndOfMarch.AddMinutes(5)).ShouldBe(Credits.Zero);

    [Fact]
    public void Count_as_left_what_rolls_over_for_ever() =>
        Book.With(RollingOver(100) with { Rollover = new(Rollover.WholePercent, Minimum: null, Maximum: null, ExpiresAt: null) }).Account
            .LeftOf(CreditType.Default, EndOfMarch).ShouldBe(Credits.Of(100));

    [Fact]
    public void Not_count_as_left_what_rolls_over_of_another_type_or_for_some_meters_only()
    {
        var account = Book.With(RollingOver(100) with { CreditType = Given.Premium }, RollingOver(30) with { Id = "images", Meters = ["image"] }).Account;

        account.LeftOf(CreditType.Default, EndOfMarch).ShouldBe(Credits.Zero);
        account.LeftOf(Given.Premium, EndOfMarch).ShouldBe(Credits.Of(100));
    }

    [Fact]
    public void Count_as_left_what_is_held_of_what_waits_to_roll_over()
    {
        var book = Book.With(RollingOver(100)).Hold(60, at: EndOfMarch.AddHours(-1), until: EndOfMarch.AddHours(1));

        book.Account.LeftOf(CreditType.Default, EndOfMarch.AddMinutes(30)).ShouldBe(Credits.Of(100));
    }

    [Fact]
    public void Have_as_much_left_before_a_rollover_is_booked_as_after()
    {
        var book = Book.With(RollingOver(100, percent: 40));
        var before = book.Account.LeftOf(CreditType.Default, EndOfMarch.AddMinutes(10));

        book.At(EndOfMarch.AddMinutes(10)).Account.LeftOf(CreditType.Default, EndOfMarch.AddMinutes(10)).ShouldBe(before);
    }

    [Fact]
    public void Let_nobody_burn_what_only_waits_to_roll_over() =>
        Book.With(RollingOver(100)).Account.AvailableTo(CreditType.Default, "llm.call", EndOfMarch).ShouldBe(Credits.Zero);

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
        (account with { Counters = account.Counters.Plus(new("calls", Given.Noon, Quantity.One)) }).ShouldNotBe(account);
        (account with { Holds = [Given.Hold()] }).ShouldNotBe(account);
        (account with { Spending = account.Spending.Plus(new("Day:|", Given.Noon), Credits.Zero) }).ShouldNotBe(account);
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
    public void Refuse_a_grant_that_says_another_held_amount_than_its_holds()
    {
        var account = Book.With(Given.Grant(100)).Hold(60).Account;

        Should.Throw<InvalidOperationException>((account with { Holds = [] }).AssertConserved).Message
            .ShouldBe("Account acme does not hold what it says at entry 2: grant 'grant' has 60 of 100 held, but its holds make 0.");
    }

    [Fact]
    public void Refuse_a_hold_on_a_grant_that_is_not_open()
    {
        var account = Given.EmptyAccount with { Holds = [Given.Hold() with { Portions = [new("gone", Credits.Of(5))] }] };

        Should.Throw<InvalidOperationException>(account.AssertConserved).Message.ShouldBe("Account acme holds 5 of grant 'gone' at entry 0, which is not open.");
    }

    [Fact]
    public void Refuse_a_negative_overdraft() =>
        Should.Throw<InvalidOperationException>(Given.EmptyAccount
            .With(new CreditTotals(CreditType.Default) { Overdraft = Credits.Of(-1), Burned = Credits.Of(-1) }).AssertConserved);

    private static Grant RollingOver(decimal amount, int percent = Rollover.WholePercent, DateTimeOffset? until = null) =>
        Given.Grant(amount, "March", GrantKind.Allotment, until: EndOfMarch) with { Rollover = new(percent, Minimum: null, Maximum: null, until ?? EndOfMarch.AddMonths(1)) };
}
