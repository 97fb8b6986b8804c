using Credits.Functions.Storage.Accounts;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

public sealed class AccountTurnsTests
{
    private static readonly AccountId Acme = AccountId.Parse("acme");
    private readonly AccountTurns _turns = new();

    [Fact]
    public async Task Who_asks_first_is_first()
    {
        var turn = await _turns.Take(Acme, CancellationToken.None);
        var waiting = Enumerable.Range(0, 5).Select(_ => _turns.Take(Acme, CancellationToken.None)).ToList();

        foreach (var next in waiting)
        {
            waiting.Count(other => other.IsCompleted).ShouldBe(waiting.IndexOf(next));
            turn.Dispose();
            turn = await next;
        }
    }

    [Fact]
    public async Task Another_account_does_not_wait()
    {
        using var turn = await _turns.Take(Acme, CancellationToken.None);
        using var others = await _turns.Take(AccountId.Parse("other"), CancellationToken.None);

        others.ShouldNotBeSameAs(turn);
    }

    [Fact]
    public async Task Who_stops_waiting_lets_the_next_one_pass()
    {
        using var stop = new CancellationTokenSource();
        var turn = await _turns.Take(Acme, CancellationToken.None);
        var given = _turns.Take(Acme, stop.Token);
        var next = _turns.Take(Acme, CancellationToken.None);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(given);
        next.IsCompleted.ShouldBeFalse();
        turn.Dispose();

        (await next).Dispose();
    }

    [Fact]
    public async Task A_turn_ends_once_however_often_it_is_disposed()
    {
        var first = await _turns.Take(Acme, CancellationToken.None);
        first.Dispose();
        using var second = await _turns.Take(Acme, CancellationToken.None);

        first.Dispose();

        _turns.Take(Acme, CancellationToken.None).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Never_are_two_at_it_at_once()
    {
        var (inside, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            using var turn = await _turns.Take(Acme, CancellationToken.None);
            most = Math.Max(most, ++inside);
            await Task.Yield();
            inside--;
        })));

        most.ShouldBe(1);
    }
}
