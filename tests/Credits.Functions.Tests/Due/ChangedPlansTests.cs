using Azure.Storage.Queues;
using Credits.Functions.Due;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Storage.Due;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Journal;
using Credits.Periods;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Due;

/// <summary>Accounts that nobody uses, when their plan is changed. Each test has a container of its own.</summary>
[Collection(RunningStorage.Collection)]
public sealed class ChangedPlansTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private const int AtOnce = 16;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Changed = Given.Noon.AddDays(10);
    private static readonly DateTimeOffset EverybodyKnows = Changed + ChangedPlans.Known;

    private readonly string _plan = $"plan-{Guid.NewGuid():N}";

    private Container _container = null!;
    private Ledger _ledger = null!;
    private QueueClient _queue = null!;

    private PlanChangeStore Changes => new(storage.Tables, new Stands(Changed));

    public async Task InitializeAsync()
    {
        _container = await accounts.Container.Database.CreateContainerAsync(AccountsContainer.Define($"changed-{Guid.NewGuid():N}"));
        (_ledger, _queue) = (new(_container), storage.Queues.GetQueueClient(DueChunks.Queue));
        await new PlanStore(storage.Tables).Save(new(_plan), ifMatch: null, None);
        await _queue.ClearMessagesAsync();
    }

    public Task DisposeAsync() => _container.DeleteContainerAsync();

    [Fact]
    public async Task What_a_plan_allots_newly_is_granted_once_to_an_account_that_nobody_uses()
    {
        var id = await Open(_plan);
        await Allot(10);

        await Engine(EverybodyKnows).Run();
        await Engine(EverybodyKnows).Run();

        var granted = (await _ledger.Entries(id)).Select(entry => entry.Movement).OfType<Movement.Granted>().ShouldHaveSingleItem().Grant;
        (granted.Amount, granted.Allotment?.Plan).ShouldBe((Credits.Of(10), _plan));
        (await _ledger.Load(id)).Account.NextDueAt.ShouldNotBeNull();
        (await _ledger.Verify(id)).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_not_looked_at_while_an_instance_may_know_the_plan_as_it_was()
    {
        await Open(_plan);
        await Allot(10);

        (await Engine(EverybodyKnows.AddMilliseconds(-1)).Scan.Run(None)).ShouldBe(0);
    }

    [Fact]
    public async Task Accounts_on_other_plans_and_on_none_are_left_alone()
    {
        await Open("another");
        await Open(plan: null);
        var id = await Open(_plan);
        await Allot(10);

        (await Engine(EverybodyKnows).Scan.Run(None)).ShouldBe(1);

        DueChunk.Parse((await _queue.ReceiveMessageAsync()).Value.Body.ToString()).ShouldBe([id]);
    }

    [Fact]
    public async Task Once_all_are_looked_at_none_is_looked_at_again()
    {
        await Open(_plan);
        await Allot(10);
        await Engine(EverybodyKnows).Scan.Run(None);

        (await Engine(EverybodyKnows).Scan.Run(None)).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_beyond_one_run_is_gone_on_with_by_the_next()
    {
        const int others = 500;
        var ids = new AccountId[others + 1];
        await Parallel.ForAsync(0, ids.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => ids[i] = await Open(_plan));
        await Changes.Note(_plan, None);

        (await Sweep(maxChunks: 1)).ShouldBe(others);
        (await Sweep(maxChunks: 1)).ShouldBe(1);

        (await Queued()).ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task Without_room_nothing_is_added_and_nothing_forgotten()
    {
        await Open(_plan);
        await Changes.Note(_plan, None);

        (await Sweep(maxChunks: 0)).ShouldBe(0);

        (await Sweep(maxChunks: 1)).ShouldBe(1);
    }

    [Fact]
    public async Task A_change_in_the_midst_of_it_has_all_looked_at_once_more()
    {
        await Changes.Note(_plan, None);
        var change = await Noted();
        await Changes.Note(_plan, None);

        await Changes.Keep(change, reached: null, None);
        await Changes.Keep(change, reached: "half way", None);

        (await Noted()).Reached.ShouldBeNull();
    }

    [Fact]
    public async Task Where_the_store_no_longer_knows_how_far_it_came_it_begins_anew()
    {
        await Open(_plan);
        await Changes.Note(_plan, None);
        await Changes.Keep(await Noted(), "no token of the store's", None);

        (await Sweep(maxChunks: 1)).ShouldBe(1);
    }

    private DueEngine Engine(DateTimeOffset now) => new(_container, storage.Queues, storage.Tables, now);

    private Task<int> Sweep(int maxChunks) =>
        new ChangedPlans(Changes, new(_container), new(storage.Queues), new Stands(EverybodyKnows), NullLogger<ChangedPlans>.Instance).Add(maxChunks, None);

    private async Task<PlanChange> Noted() => (await Changes.NotedBy(EverybodyKnows, None)).Single(change => change.Plan == _plan);

    private async Task Allot(decimal amount)
    {
        await new PlanStore(storage.Tables).Save(new(_plan) { Terms = new() { Allotments = [new("monthly", Credits.Of(amount), new(new(1, TermUnit.Month), CycleAnchor.Calendar))] } }, ifMatch: null, None);
        await Changes.Note(_plan, None);
    }

    private async Task<AccountId> Open(string? plan)
    {
        var id = Given.NewAccount();
        var session = await _ledger.Open(id);
        if (plan is not null) (await _ledger.Commit(session, commit => commit.Configure(new() { Plan = plan }))).ShouldBeTrue();
        return id;
    }

    private async Task<List<AccountId>> Queued()
    {
        var ids = new List<AccountId>();
        while ((await _queue.ReceiveMessageAsync()).Value is { } message) ids.AddRange(DueChunk.Parse(message.Body.ToString()));
        return ids;
    }

    private sealed class Stands(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
