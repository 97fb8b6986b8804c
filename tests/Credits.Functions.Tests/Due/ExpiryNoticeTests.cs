using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Due;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Timelines;
using Credits.Journal;
using Credits.Plans;
using Credits.Thresholds;
using Credits.Timelines;
using Microsoft.Azure.Cosmos;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Due;

/// <summary>The notice before a grant expires, of an account to which nobody else commits.</summary>
[Collection(RunningStorage.Collection)]
public sealed class ExpiryNoticeTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private static readonly DateTimeOffset End = Given.Noon.AddDays(30);
    private static readonly DateTimeOffset Notice = End.AddDays(-7);

    private readonly AccountId _id = Given.NewAccount();
    private Container _container = null!;
    private Ledger _ledger = null!;

    public async Task InitializeAsync()
    {
        _container = await accounts.Container.Database.CreateContainerAsync(AccountsContainer.Define($"notices-{Guid.NewGuid():N}"));
        _ledger = new(_container);
        await storage.Queues.GetQueueClient(DueChunks.Queue).ClearMessagesAsync();
        var session = await _ledger.Open(_id, Given.Grant(100, until: End));
        (await _ledger.Commit(session, commit => commit.Configure(commit.Account.Settings with { ExpiryNoticeDays = 7 }))).ShouldBeTrue();
    }

    public Task DisposeAsync() => _container.DeleteContainerAsync();

    [Fact]
    public async Task It_is_booked_at_its_time_and_once()
    {
        await Run(Notice.AddSeconds(-1));
        (await Notices()).ShouldBe(0);

        await Run(Notice);
        await Run(Notice.AddDays(1));
        await Run(End.AddDays(1));

        (await Notices()).ShouldBe(1);
        (await _ledger.Verify(_id)).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_timeline_shows_it_before_the_expiry()
    {
        var account = (await _ledger.Load(_id)).Account;

        var timeline = TimelineView.Of(account, Given.Noon, End.AddDays(1), Timeline.Of(account, new Dictionary<string, Plan>(), Given.Noon, End.AddDays(1), most: 10));

        timeline.Items.Select(item => (item.At, item.Kind, item.GrantId, item.Amount)).ShouldBe([(Notice, "expiring", "grant", Credits.Of(100)), (End, "expired", "grant", Credits.Of(100))]);
    }

    private Task Run(DateTimeOffset at) => new DueEngine(_container, storage.Queues, storage.Tables, at).Run();

    private async Task<int> Notices() => (await _ledger.Entries(_id)).Count(entry => entry.Movement is Movement.Crossed { Crossing.Kind: CrossingKind.Expiry, Turn: CrossingTurn.Reached });
}
