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
    public void Close_a_grant_that_has_nothing_left() => After(Debit(100, new Portion("pack", Credits.Of(100)))).OpenGrants.ShouldBeEmpty();

    [Fact]
    public void Count_debits_apart_for_each_credit_type()
    {
        var account = After(Debit(1, new Portion("pack", Credits.Of(1))));

        account.TotalsOf(CreditType.Default).Debits.ShouldBe(1);
        account.TotalsOf(Given.Premium).Debits.ShouldBe(0);
    }

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
