using Credits.Accounts;
using Credits.Burning;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;

namespace Credits.Tests.Journal;

/// <summary>What no entry may do to an account, however well it is sealed.</summary>
public sealed class Posting_should
{
    private static readonly Account Account = Book.With(Given.Grant(100, "pack")).Account;

    private static readonly Account Held = Book.With(Given.Grant(100, "pack"), Given.Grant(100, "premium", type: Given.Premium)).Hold(60).Account;

    [Fact]
    public void Refuse_an_entry_out_of_sequence() =>
        Refuses(sequence: 3, new Movement.Configured(new())).ShouldBe("Entry 3 can't follow entry 1 of account acme.");

    [Fact]
    public void Refuse_to_take_from_a_grant_that_is_not_open() =>
        Refuses(Debit(1, new Portion("gone", Credits.Of(1)))).ShouldBe("Account acme has no open grant 'gone' to take 1 credits from.");

    [Fact]
    public void Refuse_to_take_more_than_is_left() =>
        Refuses(Debit(101, new Portion("pack", Credits.Of(101)))).ShouldBe("Grant 'pack' of account acme has 100 credits left and can't give 101.");

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Refuse_a_portion_that_takes_nothing_or_gives_back(int amount) =>
        Refuses(Debit(amount, new Portion("pack", Credits.Of(amount)))).ShouldBe($"Grant 'pack' of account acme has 100 credits left and can't give {amount}.");

    [Fact]
    public void Refuse_to_take_what_a_hold_has_set_aside() =>
        Refuses(Held, Debit(41, new Portion("pack", Credits.Of(41)))).ShouldBe("Grant 'pack' of account acme has 100 credits left, 60 of them held, and can't give 41.");

    [Fact]
    public void Refuse_to_let_a_grant_expire_or_be_voided_of_which_some_is_held()
    {
        Refuses(Held, new Movement.Expired(CreditType.Default, "pack", Credits.Of(100))).ShouldContain("60 of them held, and can't give 100");
        Refuses(Held, new Movement.Voided(CreditType.Default, "pack", Credits.Of(100), "by mistake")).ShouldContain("60 of them held, and can't give 100");
    }

    [Fact]
    public void Refuse_a_hold_of_nothing() => Refuses(Hold("empty")).ShouldContain("can't place hold 'empty'");

    [Fact]
    public void Refuse_a_hold_whose_id_is_open() => Refuses(Held, Hold("hold", new Portion("pack", Credits.Of(1)))).ShouldContain("can't place hold 'hold'");

    [Theory]
    [InlineData("pack", 41)]
    [InlineData("pack", 0)]
    [InlineData("pack", -1)]
    [InlineData("gone", 1)]
    [InlineData("premium", 1)]
    public void Refuse_a_hold_on_what_is_not_free(string grant, int amount) =>
        Refuses(Held, Hold("other", new Portion(grant, Credits.Of(amount)))).ShouldBe($"Account acme has no open grant '{grant}' with {amount} 'credits' free to hold.");

    [Fact]
    public void Refuse_a_hold_that_sets_the_same_aside_twice() =>
        Refuses(Hold("twice", new("pack", Credits.Of(60)), new("pack", Credits.Of(60)))).ShouldContain("free to hold");

    [Fact]
    public void Refuse_to_release_what_is_not_held()
    {
        Refuses(new Movement.Released(CreditType.Default, "hold", Credits.Of(60), HoldEnd.Lapsed)).ShouldBe("Account acme has no open hold 'hold' of 60 'credits' to release.");
        Refuses(Held, new Movement.Released(CreditType.Default, "hold", Credits.Of(59), HoldEnd.Lapsed)).ShouldContain("of 59 'credits' to release");
        Refuses(Held, new Movement.Released(Given.Premium, "hold", Credits.Of(60), HoldEnd.Lapsed)).ShouldContain("of 60 'premium' to release");
    }

    [Fact]
    public void Refuse_to_capture_what_is_not_held() => Refuses(Debit(1, new Portion("pack", Credits.Of(1))) with { Hold = "hold" }).ShouldBe("Account acme has no open hold 'hold'.");

    [Fact]
    public void Refuse_a_deduction_below_zero() =>
        Refuses(new Movement.Deducted("correction-1", CreditType.Default, Credits.Of(-1), [], Credits.Of(-1), "by mistake")).ShouldBe("A deduction from account acme can't leave an overdraft of -1.");

    [Theory]
    [InlineData("pack", 1)]
    [InlineData("pack", 0)]
    [InlineData("gone", 1)]
    public void Refuse_to_return_to_a_grant_what_it_never_gave(string grant, int amount) =>
        Refuses(new Movement.Reversed(2, CreditType.Default, [new(grant, Credits.Of(amount))], Credits.Zero, [], "by mistake"))
            .ShouldBe($"Account acme has no open grant '{grant}' that {amount} credits could return to.");

    [Fact]
    public void Refuse_a_new_grant_of_which_some_is_held() =>
        Refuses(new Movement.Granted(Given.Grant(5, "held") with { Held = Credits.Of(1) })).ShouldContain("can't be granted 'held'");

    [Fact]
    public void Refuse_an_event_of_another_account() =>
        Refuses(new Movement.Debited(Given.Event(account: AccountId.Parse("mallory")), Given.Charge(0), [], Credits.Zero))
            .ShouldBe("Account acme can't pay for an event of account mallory.");

    [Fact]
    public void Refuse_a_charge_below_zero() =>
        Refuses(new Movement.Debited(Given.Event(), Given.Charge(-1), [], Credits.Of(-1))).ShouldBe("A debit of account acme can't leave an overdraft of -1.");

    [Fact]
    public void Refuse_a_grant_of_nothing() => Refuses(new Movement.Granted(Given.Grant(0, "free"))).ShouldContain("can't be granted 'free'");

    [Fact]
    public void Refuse_a_grant_below_zero() => Refuses(new Movement.Granted(Given.Grant(-5, "debt"))).ShouldContain("can't be granted 'debt'");

    [Fact]
    public void Refuse_a_new_grant_of_which_some_is_gone() =>
        Refuses(new Movement.Granted(Given.Grant(5, "used") with { Remaining = Credits.Of(4) })).ShouldContain("can't be granted 'used'");

    [Fact]
    public void Refuse_to_grant_an_open_grant_again() => Refuses(new Movement.Granted(Given.Grant(100, "pack"))).ShouldContain("can't be granted 'pack'");

    [Fact]
    public void Refuse_an_allotment_that_is_not_due()
    {
        Refuses(OnPlan, Allotted(April)).ShouldBe("Account acme is not due allotment 'monthly' of plan 'pro' from 2026-04-01T00:00:00.0000000+00:00.");
        Refuses(OnPlan, Allotted(May.AddTicks(1))).ShouldContain("is not due allotment");
        Refuses(OnPlan, Allotted(May.AddTicks(-1))).ShouldContain("is not due allotment");
        Refuses(OnPlan, Allotted(May, end: May)).ShouldContain("is not due allotment");
        Refuses(OnPlan, Allotted(May, plan: "basic")).ShouldContain("is not due allotment");
        Refuses(OnPlan, Allotted(May, allotment: "daily")).ShouldContain("is not due allotment");
        Refuses(Allotted(April)).ShouldContain("is not due allotment");
        After(OnPlan, Allotted(May), OnPlan.Sequence + 1).Subscription.ShouldNotBeNull().Turn.Find("monthly").ShouldBe(new("monthly", May.AddMonths(1)));
    }

    [Fact]
    public void Refuse_to_leave_a_plan_that_the_account_is_not_on()
    {
        Refuses(new Movement.Unsubscribed(new("pro", April, []))).ShouldBe("Account acme is not on plan 'pro' and can't leave it.");
        Refuses(OnPlan, new Movement.Unsubscribed(new("basic", April, []))).ShouldContain("can't leave it");
    }

    [Fact]
    public void Refuse_to_roll_over_what_can_not()
    {
        Refuses(new Movement.RolledOver("gone", Given.Grant(1, "rollover-2"))).ShouldBe("Account acme has no open grant 'gone' of 'credits' that could roll over into 'rollover-2'.");
        Refuses(new Movement.RolledOver("pack", Given.Grant(1, "rollover-2", type: Given.Premium))).ShouldContain("could roll over");
        Refuses(new Movement.RolledOver("pack", Given.Grant(1, "pack"))).ShouldContain("could roll over");
        Refuses(new Movement.RolledOver("pack", Given.Grant(2, "rollover-2") with { Remaining = Credits.Of(1) })).ShouldContain("could roll over");
        Refuses(new Movement.RolledOver("pack", Given.Grant(1, "rollover-2") with { Held = Credits.Of(1) })).ShouldContain("could roll over");
        Refuses(new Movement.RolledOver("pack", Given.Grant(101, "rollover-2"))).ShouldContain("can't give 101");
        Refuses(new Movement.RolledOver("pack", Given.Grant(0, "rollover-2"))).ShouldContain("can't give 0");
        Refuses(Held, new Movement.RolledOver("pack", Given.Grant(41, "rollover-2"))).ShouldContain("60 of them held");
    }

    [Fact]
    public void Move_what_rolls_over_and_grant_nothing_anew()
    {
        var account = After(new Movement.RolledOver("pack", Given.Grant(30, "rollover-2")));

        account.OpenGrants.Select(grant => (grant.Id, grant.Remaining)).ShouldBe([("pack", Credits.Of(70)), ("rollover-2", Credits.Of(30))], ignoreOrder: true);
        Account.TotalsOf(CreditType.Default).ShouldBe(account.TotalsOf(CreditType.Default) with { Mark = Credits.Of(100) });
    }

    [Fact]
    public void Set_the_mark_anew_when_something_rolls_over_without_what_has_ended()
    {
        var end = Given.Noon.AddHours(1);
        var account = Book.With(Given.Grant(100, "month", until: end), Given.Grant(7, "pack"), Given.Grant(3, "premium", type: Given.Premium)).Account;

        var after = After(account, new Movement.RolledOver("month", Given.Grant(30, "rollover-4", from: end)), account.Sequence + 1);

        (account.TotalsOf(CreditType.Default).Mark, after.TotalsOf(CreditType.Default).Mark).ShouldBe((Credits.Of(100 + 7), Credits.Of(30 + 7)));
        after.TotalsOf(Given.Premium).Mark.ShouldBe(Credits.Of(3));
    }

    [Fact]
    public void Close_a_grant_that_has_nothing_left() => After(Debit(100, new Portion("pack", Credits.Of(100)))).OpenGrants.ShouldBeEmpty();

    [Fact]
    public void Count_debits_apart_for_each_credit_type()
    {
        var account = After(Debit(1, new Portion("pack", Credits.Of(1))));

        account.TotalsOf(CreditType.Default).Debits.ShouldBe(1);
        account.TotalsOf(Given.Premium).Debits.ShouldBe(0);
    }

    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), May = April.AddMonths(1);

    private static readonly Account OnPlan = new Book().OnPlan(Given.Plan("pro", Given.Allotment(5)), April).Account;

    private static Movement.Granted Allotted(DateTimeOffset from, DateTimeOffset? end = null, string plan = "pro", string allotment = "monthly") =>
        new(Given.Grant(5, "another", from: from) with { Allotment = new(plan, allotment, end ?? May.AddMonths(1)) });

    private static Movement.Debited Debit(decimal amount, Portion portion) => new(Given.Event(), Given.Charge(amount), [portion], Credits.Zero);

    private static Movement.Held Hold(string id, params Portion[] portions) => new(Given.Hold(id) with { Portions = [.. portions] });

    private static Account After(Movement movement, long sequence = 2) => After(Account, movement, sequence);

    private static Account After(Account account, Movement movement, long sequence)
    {
        using var chain = new HashChain();
        return account.After(chain.Seal(account.Head, sequence, Given.Noon, movement));
    }

    private static string Refuses(Account account, Movement movement) =>
        Should.Throw<InvalidOperationException>(() => After(account, movement, account.Sequence + 1)).Message;

    private static string Refuses(Movement movement) => Refuses(sequence: 2, movement);

    private static string Refuses(long sequence, Movement movement) =>
        Should.Throw<InvalidOperationException>(() => After(movement, sequence)).Message;
}
