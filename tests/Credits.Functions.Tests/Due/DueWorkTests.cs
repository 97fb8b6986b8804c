using Credits.Functions.Due;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Due;

[Collection(RunningAccounts.Collection)]
public sealed class DueWorkTests(RunningAccounts running)
{
    private static readonly DateTimeOffset Later = Given.Noon.AddDays(1);

    private readonly Ledger _ledger = new(running);
    private readonly AccountId _id = Given.NewAccount();

    [Fact]
    public async Task What_is_left_of_an_expired_grant_of_an_idle_account_becomes_breakage()
    {
        await _ledger.Open(_id, Given.Grant(10) with { ExpiresAt = Given.Noon.AddHours(1) });

        await Run();

        (await _ledger.Entries(_id))[^1].Movement.ShouldBeOfType<Movement.Expired>().Amount.ShouldBe(Credits.Of(10));
        (await _ledger.Verify(_id)).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Late_events_keep_their_time_before_a_grant_expires()
    {
        await _ledger.Open(_id, Given.Grant(10) with { ExpiresAt = Later.AddMinutes(-9) });

        await Run();

        (await _ledger.Load(_id)).Account.BalanceOf(CreditType.Default).ShouldBe(Credits.Of(10));
    }

    [Fact]
    public async Task A_hold_that_has_lapsed_is_released_and_what_it_kept_alive_expires()
    {
        var session = await _ledger.Open(_id, Given.Grant(10) with { ExpiresAt = Given.Noon.AddHours(1) });
        (await _ledger.Commit(session, commit => commit.Place(
            new Hold { Id = "h", CreditType = CreditType.Default, Meter = null, Member = null, Portions = [], PlacedAt = Given.Noon, ExpiresAt = Given.Noon.AddHours(2) },
            Credits.Of(4)).ShouldBeNull())).ShouldBeTrue();

        await Run();

        (await _ledger.Entries(_id)).TakeLast(2).Select(entry => entry.Movement).ShouldBe(
            [new Movement.Released(CreditType.Default, "h", Credits.Of(4), HoldEnd.Lapsed), new Movement.Expired(CreditType.Default, "grant", Credits.Of(10))]);
    }

    [Fact]
    public async Task An_account_that_is_not_due_is_left_alone()
    {
        await _ledger.Open(_id, Given.Grant(10) with { ExpiresAt = Later.AddDays(1) });

        await Run();

        (await _ledger.Load(_id)).Account.Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task Done_by_eight_at_once_and_once_more_it_is_done_once()
    {
        var ids = Enumerable.Range(0, 40).Select(_ => Given.NewAccount()).ToArray();
        foreach (var id in ids) await _ledger.Open(id, Given.Grant(10) with { ExpiresAt = Given.Noon.AddHours(1) });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Run()));
        await Run();

        foreach (var id in ids) (await _ledger.Entries(id)).Count(entry => entry.Movement is Movement.Expired).ShouldBe(1);
    }

    [Fact]
    public async Task An_account_that_cannot_be_read_does_not_stop_the_others()
    {
        var broken = Given.NewAccount();
        foreach (var id in (AccountId[])[broken, _id]) await _ledger.Open(id, Given.Grant(10) with { ExpiresAt = Given.Noon.AddHours(1) });
        await _ledger.Alter(broken, "account", document => document["head"] = "broken");

        (await Run()).Failed.ShouldBe(1);

        (await _ledger.Load(_id)).Account.OpenGrants.ShouldBeEmpty();
        await _ledger.Delete(broken, "account");
    }

    // Each run is an instance of its own, whose waits end.
    private async Task<DueOutcome> Run()
    {
        var clock = new Runs(Later);
        var writer = new AccountWriter(_ledger.Store, new(Options.Create(new AccountStoreOptions())), new(), PlansFor.Nobody, clock);
        return await new DueWork(new(running.Container), writer, clock, NullLogger<DueWork>.Instance).Run(CancellationToken.None);
    }

    private sealed class Runs(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
