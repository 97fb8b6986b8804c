using System.Net;
using System.Net.Sockets;
using Azure.Storage.Queues;
using Credits.Functions.Storage.Signals;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Signals;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

/// <summary>What is to be told of a commit is on the queue after it, or the account says that it is not.</summary>
[Collection(RunningStorage.Collection)]
public sealed class AccountCommitsTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private SignalDesk _desk = null!;

    public async Task InitializeAsync() => _desk = await SignalDesk.Start(storage, accounts);

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task What_is_reached_is_signalled_once_from_its_own_entry_on()
    {
        await _desk.Open();

        (await _desk.Burn(await _desk.Load(), 90)).ShouldBeTrue();

        (await _desk.Take()).ShouldBe([new Signal(_desk.Account, From: 5, To: 5)], "opened, granted, configured, debited, crossed");
    }

    [Fact]
    public async Task A_grant_and_an_expiry_are_signalled()
    {
        await _desk.Open();
        var session = await _desk.Load();

        await _desk.Commit(session, commit => commit.Grant(Given.Grant(5, "second", until: Given.Noon.AddMinutes(1))).ShouldBeNull());
        _desk.Clock.Advance(TimeSpan.FromHours(1));
        await _desk.Commit(session, commit => commit.Settle());

        (await _desk.Take()).Select(signal => (signal.From, signal.To)).ShouldBe([(4, 4), (5, 5)]);
    }

    [Fact]
    public async Task What_nobody_wants_to_know_is_not_signalled()
    {
        await _desk.Open();
        var session = await _desk.Load();

        await _desk.Burn(session, 1);
        await _desk.Burn(session, 89, isAnybodyListening: false);

        (await _desk.Take()).ShouldBeEmpty();
        (await _desk.UntoldFrom()).ShouldBeNull();
    }

    [Fact]
    public async Task The_level_of_a_top_up_is_signalled_though_nobody_listens()
    {
        await _desk.Open(hasTopUp: true);

        await _desk.Burn(await _desk.Load(), 90, isAnybodyListening: false);

        (await _desk.Take()).ShouldHaveSingleItem().From.ShouldBe(5);
    }

    [Fact]
    public async Task A_commit_counts_though_the_queue_is_out_of_reach_and_the_account_says_what_is_untold()
    {
        await _desk.Open();
        var session = await _desk.Load();

        (await _desk.Burn(session, 90, Nowhere("http://127.0.0.1:1"))).ShouldBeTrue();
        (await _desk.UntoldFrom()).ShouldBe(5);

        (await _desk.Burn(session, 1)).ShouldBeTrue();
        (await _desk.UntoldFrom()).ShouldBe(5, "nothing new is to be told, and the old was not");
        (await _desk.Take()).ShouldBeEmpty();

        await _desk.Commit(session, commit => commit.Grant(Given.Grant(100, "second")).ShouldBeNull());
        (await _desk.Take()).ShouldHaveSingleItem().From.ShouldBe(5, "both are told together");
    }

    [Fact]
    public async Task A_commit_waits_a_few_seconds_at_most_for_a_queue_that_does_not_answer()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await _desk.Open();

        var commit = _desk.Burn(await _desk.Load(), 90, Nowhere($"http://{silent.LocalEndpoint}"));

        (await commit.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBeTrue("the client alone would wait for 100 seconds, four times");
        (await _desk.UntoldFrom()).ShouldBe(5);
    }

    [Fact]
    public async Task The_next_commit_of_the_instance_that_signalled_forgets_and_that_of_another_does_not()
    {
        await _desk.Open();
        var (own, other) = (await _desk.Load(), await _desk.Load());
        await _desk.Burn(own, 90);
        (await _desk.UntoldFrom()).ShouldBe(5);

        (await _desk.Burn(other, 1)).ShouldBeFalse();
        await _desk.Ledger.Store.Refresh(other, CancellationToken.None);
        await _desk.Burn(other, 1);
        (await _desk.UntoldFrom()).ShouldBe(5);

        var another = await _desk.Load();
        await _desk.Commit(another, commit => commit.Grant(Given.Grant(100, "second")).ShouldBeNull());
        await _desk.Burn(another, 1);
        (await _desk.UntoldFrom()).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_on_the_queue_stays_until_it_is_told()
    {
        await _desk.Open();

        await _desk.Burn(await _desk.Load(), 90);

        (await _desk.LifeOfTheNext()).ShouldBeGreaterThan(TimeSpan.FromDays(3_650));
    }

    private static QueueServiceClient Nowhere(string address) => new(
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;QueueEndpoint={address}/devstoreaccount1;",
        new() { MessageEncoding = QueueMessageEncoding.Base64, Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(1) } });
}
