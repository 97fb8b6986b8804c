using Credits.Functions.Journal;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Journal;

/// <summary>Each verification reads a whole journal.</summary>
public sealed class VerificationTurnsTests
{
    private static readonly AccountId Acme = AccountId.Parse("acme"), Globex = AccountId.Parse("globex"), Initech = AccountId.Parse("initech");

    private readonly VerificationTurns _turns = new();

    [Fact]
    public void An_account_is_verified_by_one_at_a_time()
    {
        _turns.TryTake(Acme).ShouldNotBeNull();

        _turns.TryTake(Acme).ShouldBeNull();
    }

    [Fact]
    public void Two_accounts_are_verified_at_a_time()
    {
        _turns.TryTake(Acme).ShouldNotBeNull();
        _turns.TryTake(Globex).ShouldNotBeNull();

        _turns.TryTake(Initech).ShouldBeNull();
    }

    [Fact]
    public void A_turn_that_is_over_is_the_next_ones()
    {
        _turns.TryTake(Acme)!.Dispose();

        _turns.TryTake(Acme).ShouldNotBeNull();
    }

    [Fact]
    public void A_turn_ends_once()
    {
        var first = _turns.TryTake(Acme)!;
        first.Dispose();
        _turns.TryTake(Acme).ShouldNotBeNull();

        first.Dispose();

        _turns.TryTake(Acme).ShouldBeNull();
    }
}
