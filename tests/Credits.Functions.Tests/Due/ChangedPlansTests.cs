using Credits.Functions.Due;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Journal;
using Credits.Periods;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Due;

/// <summary>Accounts that nobody uses, when their plan is changed. Each test has a container of its own.</summary>
[Collection(RunningStorage.Collection)]
public sealed class ChangedPlansTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private const int AtOnce = 16;
    private const int Page = 100;
    private static readonly TimeSpan APage = TimeSpan.Zero;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Changed = Given.Noon.AddDays(10);
    private static readonly DateTimeOffset EverybodyKnows = Changed + ChangedPlans.Known;

    private readonly string _plan = $"plan-{Guid.NewGuid():N}";

    private Container _container = null!;
    private Ledger _ledger = null!;

    private string Another => $"{_plan}-2";

    private PlanChangeStore Changes => new(storage.Tables, new FakeTimeProvider(Changed));

    public async Task InitializeAsync()
    {
        _container = await accounts.Container.Database.CreateContainerAsync(AccountsContainer.Define($"changed-{Guid.NewGuid():N}"));
        _ledger = new(_container);
        await new PlanStore(storage.Tables).Save(new(_plan), ifMatch: null, None);
        foreach (var left in await Changes.NotedBy(EverybodyKnows, None)) await Changes.Forget(left, None);
    }

    public Task DisposeAsync() => _container.DeleteContainerAsync();

    [Fact]
    public async Task What_a_plan_allots_newly_is_granted_once_to_an_account_that_nobody_uses()
    {
        var id = await Open(_plan);
        await Allot(10);

        await Engine(EverybodyKnows).Run();
        await Engine(EverybodyKnows).Run();

        await ShouldHaveBeenGrantedOnce(id);
        (await _ledger.Load(id)).Account.NextDueAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task It_is_not_looked_at_while_an_instance_may_know_the_plan_as_it_was()
    {
        await Open(_plan);
        await Allot(10);

        (await Look(now: EverybodyKnows.AddMilliseconds(-1))).ShouldBe(0);
    }

    [Fact]
    public async Task Accounts_on_other_plans_and_on_none_are_left_alone()
    {
        await Open("another");
        await Open(plan: null);
        await Open(_plan);
        await Allot(10);

        (await Look()).ShouldBe(1);
    }

    [Fact]
    public async Task Once_all_are_looked_at_none_is_looked_at_again()
    {
        await Open(_plan);
        await Allot(10);
        await Look();

        (await Look()).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_beyond_one_run_is_gone_on_with_by_the_next()
    {
        var ids = await OpenMoreThanAPage();
        await Allot(10);

        (await Look(atMost: APage)).ShouldBe(Page);
        (await Look(atMost: APage)).ShouldBe(ids.Length - Page);

        foreach (var id in ids) await ShouldHaveBeenGrantedOnce(id);
    }

    [Fact]
    public async Task Many_on_one_plan_hold_up_no_other()
    {
        await OpenMoreThanAPage();
        var other = await Open(Another);
        await Allot(10);
        await Allot(10, Another);

        await Look(atMost: APage);
        await Look(atMost: APage);

        await ShouldHaveBeenGrantedOnce(other);
    }

    [Fact]
    public async Task Who_is_out_of_reach_is_tried_again_by_a_later_run()
    {
        var (unreached, other) = (await Open(_plan), await Open(_plan));
        await Allot(10);
        using (var faults = accounts.FaultsFor(unreached))
        {
            faults.Next.FailNext(100);
            await Should.ThrowAsync<AggregateException>(Look());
        }

        await Look();

        await ShouldHaveBeenGrantedOnce(unreached);
        await ShouldHaveBeenGrantedOnce(other);
    }

    [Fact]
    public async Task Who_is_out_of_reach_keeps_nobody_after_it_from_it_and_is_tried_again()
    {
        var ids = await OpenMoreThanAPage();
        var (firstPage, _) = await new AccountDirectory(_container).OnPlan(_plan, cursor: null, Page, None);
        var unreached = firstPage![0];
        await Allot(10);
        using (var faults = accounts.FaultsFor(unreached))
        {
            faults.Next.FailNext(1000);
            await Should.ThrowAsync<AggregateException>(Look());
        }

        foreach (var last in ids.Except(firstPage)) await ShouldHaveBeenGrantedOnce(last);

        await Look();
        await ShouldHaveBeenGrantedOnce(unreached);
        (await Look()).ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_out_of_reach_keeps_no_other_plans_accounts_from_it()
    {
        var (unreached, sound) = (await Open(_plan), await Open(Another));
        await Allot(10);
        await Allot(10, Another);
        using var faults = accounts.FaultsFor(unreached);
        faults.Next.FailNext(100);

        await Should.ThrowAsync<AggregateException>(Look());

        await ShouldHaveBeenGrantedOnce(sound);
    }

    [Fact]
    public async Task Who_cannot_be_read_keeps_nobody_else_from_it()
    {
        var (broken, sound) = (await Open(_plan), await Open(_plan));
        await _ledger.Alter(broken, "account", document => document["head"] = "broken");
        await Allot(10);

        await Look();

        await ShouldHaveBeenGrantedOnce(sound);
        (await Look()).ShouldBe(0);
    }

    [Fact]
    public async Task A_plan_written_again_and_again_has_all_looked_at_all_the_same_and_then_once_more()
    {
        var ids = await OpenMoreThanAPage();
        await Allot(10);
        await Look(atMost: APage);
        await Changes.Note(_plan, None);

        (await Look(atMost: APage)).ShouldBe(ids.Length - Page);
        foreach (var id in ids) await ShouldHaveBeenGrantedOnce(id);

        (await Look()).ShouldBe(ids.Length);
        (await Look()).ShouldBe(0);
    }

    [Fact]
    public async Task A_plan_written_while_its_last_accounts_are_looked_at_is_not_forgotten()
    {
        await Changes.Note(_plan, None);
        var change = await Noted();
        await Changes.Note(_plan, None);

        await Changes.Forget(change, None);
        (await Changes.Keep(change with { Reached = "half way" }, None)).ShouldBeNull();

        (await Noted()).Reached.ShouldBeNull();
    }

    [Fact]
    public async Task Where_the_store_no_longer_knows_how_far_it_came_it_begins_anew()
    {
        await Open(_plan);
        await Changes.Note(_plan, None);
        await Changes.Keep(await Noted() with { Reached = "no token of the store's" }, None);

        (await Look()).ShouldBe(1);
    }

    private DueEngine Engine(DateTimeOffset now) => new(_container, storage.Queues, storage.Tables, now);

    private Task<int> Look(TimeSpan? atMost = null, DateTimeOffset? now = null) => Engine(now ?? EverybodyKnows).Plans.Run(atMost ?? ChangedPlans.MaxTime, None);

    private async Task<AccountId[]> OpenMoreThanAPage()
    {
        var ids = new AccountId[Page + 1];
        await Parallel.ForAsync(0, ids.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => ids[i] = await Open(_plan));
        return ids;
    }

    private async Task ShouldHaveBeenGrantedOnce(AccountId id)
    {
        (await _ledger.Entries(id)).Select(entry => entry.Movement).OfType<Movement.Granted>().ShouldHaveSingleItem().Grant.Amount.ShouldBe(Credits.Of(10));
        (await _ledger.Verify(id)).Differences.ShouldBeEmpty();
    }

    private async Task<PlanChange> Noted() => (await Changes.NotedBy(EverybodyKnows, None)).Single(change => change.Plan == _plan);

    private async Task Allot(decimal amount, string? plan = null)
    {
        await new PlanStore(storage.Tables).Save(new(plan ?? _plan) { Terms = new() { Allotments = [new("monthly", Credits.Of(amount), new(new(1, TermUnit.Month), CycleAnchor.Calendar))] } }, ifMatch: null, None);
        await Changes.Note(plan ?? _plan, None);
    }

    private async Task<AccountId> Open(string? plan)
    {
        var id = Given.NewAccount();
        var session = await _ledger.Open(id);
        if (plan is not null) (await _ledger.Commit(session, commit => commit.Configure(new() { Plan = plan }))).ShouldBeTrue();
        return id;
    }
}
