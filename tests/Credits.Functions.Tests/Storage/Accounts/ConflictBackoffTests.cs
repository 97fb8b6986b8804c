using Credits.Accounts;
using Credits.Functions.Storage.Accounts;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

public sealed class ConflictBackoffTests
{
    private static readonly AccountId Acme = AccountId.Parse("acme");

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task It_waits_between_half_and_all_of_a_time_that_doubles()
    {
        var backoff = new ConflictBackoff(_clock);
        for (var longest = TimeSpan.FromMilliseconds(10); longest < TimeSpan.FromSeconds(10); longest *= 2)
        {
            var wait = backoff.Wait(Acme, CancellationToken.None);
            _clock.Advance(longest / 2 - TimeSpan.FromTicks(1));
            wait.IsCompleted.ShouldBeFalse();

            _clock.Advance(longest / 2 + TimeSpan.FromTicks(1));
            await wait;
        }
    }

    [Fact]
    public async Task It_gives_up_after_ten_conflicts_and_names_the_account()
    {
        var backoff = new ConflictBackoff(_clock);
        for (var conflict = 1; conflict <= 10; conflict++)
        {
            var wait = backoff.Wait(Acme, CancellationToken.None);
            _clock.Advance(TimeSpan.FromSeconds(10));
            await wait;
        }

        (await Should.ThrowAsync<ConflictsException>(() => backoff.Wait(Acme, CancellationToken.None))).Message
            .ShouldBe("Account acme was changed by others 11 times in a row while a commit was attempted.");
    }

    [Fact]
    public async Task It_stops_waiting_when_nobody_needs_it_any_more()
    {
        using var stop = new CancellationTokenSource();
        var wait = new ConflictBackoff(_clock).Wait(Acme, stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(wait);
    }
}
