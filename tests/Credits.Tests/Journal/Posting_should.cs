using Credits.Accounts;
using Credits.Burning;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Tests.Journal;

/// <summary>What no entry may do to an account, however well it is sealed.</summary>
public sealed class Posting_should
{
    private static readonly Account Account = Book.With(Given.Grant(100, "pack")).Account;

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

    private static Account After(Movement movement, long sequence = 2)
    {
        using var chain = new HashChain();
        return Account.After(chain.Seal(Account.Head, sequence, Given.Noon, movement));
    }

    private static string Refuses(Movement movement) => Refuses(sequence: 2, movement);

    private static string Refuses(long sequence, Movement movement) =>
        Should.Throw<InvalidOperationException>(() => After(movement, sequence)).Message;
}
