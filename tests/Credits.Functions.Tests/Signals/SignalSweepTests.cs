using Azure.Storage.Queues;
using Credits.Functions.Alerts;
using Credits.Functions.Signals;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Signals;

/// <summary>Whatever comes between a commit and those who tell of it, it is told once.</summary>
[Collection(RunningStorage.Collection)]
public sealed class SignalSweepTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private SignalDesk _desk = null!;

    public async Task InitializeAsync()
    {
        _desk = await SignalDesk.Start(storage, accounts);
        await _desk.Listen();
        await _desk.Open();
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task What_a_crash_swallowed_is_signalled_once_it_is_old_told_and_forgotten()
    {
        await BurnAndCrash();
        (await Sweep()).ShouldBe(0, "its signal may still be on its way");

        _desk.Clock.Advance(SignalSweep.Patience);
        (await Sweep()).ShouldBe(1);
        var signal = (await _desk.Take()).ShouldHaveSingleItem();
        await _desk.Work(signal);

        (await _desk.Told()).ShouldBe([AlertTypes.BalanceBelow]);
        (await _desk.UntoldFrom()).ShouldBeNull();
        (await Sweep()).ShouldBe(0);
    }

    [Fact]
    public async Task A_signal_that_two_work_off_at_once_is_told_once()
    {
        await _desk.Burn(await _desk.Load(), 90);
        var signal = (await _desk.Take()).ShouldHaveSingleItem();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _desk.Work(signal)));

        (await _desk.Told()).ShouldBe([AlertTypes.BalanceBelow]);
        (await _desk.UntoldFrom()).ShouldBeNull();
    }

    [Fact]
    public async Task A_newer_signal_of_a_busy_account_is_not_lost_when_an_older_one_is_told()
    {
        await _desk.Burn(await _desk.Load(), 90);
        var older = (await _desk.Take()).ShouldHaveSingleItem();
        var another = await _desk.Load();
        await _desk.Commit(another, commit => commit.Grant(Given.Grant(100, "second")).ShouldBeNull(), Unreachable());

        await _desk.Work(older);

        (await _desk.UntoldFrom()).ShouldBe(older.To + 1);
        _desk.Clock.Advance(SignalSweep.Patience);
        (await Sweep()).ShouldBe(1);
        await _desk.Work((await _desk.Take()).ShouldHaveSingleItem());
        (await _desk.Told()).ShouldBe([AlertTypes.BalanceBelow, AlertTypes.GrantCreated, AlertTypes.BalanceRecovered], ignoreOrder: true);
    }

    [Fact]
    public async Task What_was_told_of_an_account_that_others_commit_to_all_the_time_is_not_told_from_the_beginning_again()
    {
        await BurnAndCrash();
        _desk.Clock.Advance(SignalSweep.Patience);
        await Sweep();
        var another = await _desk.Load();
        for (var i = 0; i < 5; i++) await _desk.Burn(another, 1);

        await _desk.Work((await _desk.Take()).ShouldHaveSingleItem());

        var session = await _desk.Load();
        session.Untold!.From.ShouldBe(6);
        session.Account.Sequence.ShouldBe(10);
    }

    [Fact]
    public async Task A_signal_of_what_was_told_already_takes_nothing_from_what_was_not()
    {
        await _desk.Burn(await _desk.Load(), 90);
        var older = (await _desk.Take()).ShouldHaveSingleItem();
        await _desk.Work(older);
        await _desk.Commit(await _desk.Load(), commit => commit.Grant(Given.Grant(100, "second")).ShouldBeNull(), Unreachable());

        await _desk.Work(older);

        (await _desk.UntoldFrom()).ShouldBe(older.To + 1);
    }

    [Fact]
    public async Task What_failed_too_often_is_tried_again()
    {
        await _desk.Burn(await _desk.Load(), 90);
        var signal = (await _desk.Take()).ShouldHaveSingleItem();
        await _desk.GiveUp(signal);

        await Sweep();

        (await _desk.Take()).ShouldBe([signal]);
        await Sweep();
        (await _desk.Take()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_added_to_a_queue_that_is_full_enough()
    {
        await BurnAndCrash();
        _desk.Clock.Advance(SignalSweep.Patience);
        for (var i = 0; i <= SignalSweep.Backlog; i++) await _desk.Messages.Add(new(_desk.Account, 1, 1), CancellationToken.None);

        (await Sweep()).ShouldBe(0);

        (await _desk.Take()).Count.ShouldBe(SignalSweep.Backlog + 1);
        (await Sweep()).ShouldBe(1);
    }

    [Fact]
    public async Task A_signal_says_whether_credits_are_to_be_bought()
    {
        var buying = Given.NewAccount();
        await _desk.Open(buying, hasTopUp: true);
        (await _desk.Work(new(buying, 1, 3))).ShouldBeFalse();

        await _desk.Burn(await _desk.Ledger.Load(buying), 90);

        (await _desk.Work((await _desk.Take()).ShouldHaveSingleItem())).ShouldBeTrue();
    }

    private async Task BurnAndCrash() => (await _desk.Burn(await _desk.Load(), 90, Unreachable())).ShouldBeTrue();

    private Task<int> Sweep() => _desk.Sweep.Run(CancellationToken.None);

    private static QueueServiceClient Unreachable() => new(
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;QueueEndpoint=http://127.0.0.1:1/devstoreaccount1;",
        new() { Retry = { MaxRetries = 0 } });
}
