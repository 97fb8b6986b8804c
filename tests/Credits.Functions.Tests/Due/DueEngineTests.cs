using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Credits.Functions.Due;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Storage.Due;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Credits.Periods;
using Credits.Plans;
using Microsoft.Azure.Cosmos;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Due;

/// <summary>Timer, queue and worker together, on a container of the test's own: whatever happens on the way, each expiry and each lapse is booked once.</summary>
[Collection(RunningStorage.Collection)]
public sealed class DueEngineTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private static readonly DateTimeOffset Later = Given.Noon.AddDays(1);

    // Each day 10, half of what is left of them for a day more.
    private readonly Plan _plan = new($"plan-{Guid.NewGuid():N}")
    {
        Terms = new() { Allotments = [new("daily", Credits.Of(10), new(new(1, TermUnit.Day), CycleAnchor.Calendar)) { Rollover = new(50, Minimum: null, Maximum: null, Periods: 1) }] },
    };

    private Container _container = null!;
    private Ledger _ledger = null!;
    private QueueClient _queue = null!;

    public async Task InitializeAsync()
    {
        _container = await accounts.Container.Database.CreateContainerAsync(AccountsContainer.Define($"due-{Guid.NewGuid():N}"));
        (_ledger, _queue) = (new(_container), storage.Queues.GetQueueClient(DueChunks.Queue));
        await new PlanStore(storage.Tables).Save(_plan, ifMatch: null, CancellationToken.None);
        await _queue.ClearMessagesAsync();
    }

    public Task DisposeAsync() => _container.DeleteContainerAsync();

    [Fact]
    public async Task What_is_left_of_an_expired_grant_of_an_idle_account_becomes_breakage()
    {
        var id = await OpenDue();

        await Engine().Run();

        (await _ledger.Entries(id))[^1].Movement.ShouldBeOfType<Movement.Expired>().Amount.ShouldBe(Credits.Of(10));
        await ShouldBeSettledOnce(id);
    }

    [Fact]
    public async Task Late_events_keep_their_time_before_a_grant_expires()
    {
        var id = Given.NewAccount();
        await _ledger.Open(id, Given.Grant(10, until: Later.AddMinutes(-9)));

        await Engine().Run();

        (await _ledger.Load(id)).Account.BalanceOf(CreditType.Default).ShouldBe(Credits.Of(10));
    }

    [Fact]
    public async Task A_hold_that_has_lapsed_is_released_and_what_it_kept_alive_expires()
    {
        var id = await OpenDueWithHold();

        await Engine().Run();

        (await _ledger.Entries(id)).TakeLast(2).Select(entry => entry.Movement).ShouldBe(
            [new Movement.Released(CreditType.Default, "h", Credits.Of(4), HoldEnd.Lapsed), new Movement.Expired(CreditType.Default, "grant", Credits.Of(10))]);
    }

    [Fact]
    public async Task An_account_that_is_not_due_is_left_alone()
    {
        var id = Given.NewAccount();
        await _ledger.Open(id, Given.Grant(10, until: Later.AddDays(1)));

        (await Engine().Scan.Run(CancellationToken.None)).ShouldBe(0);

        (await _queue.GetPropertiesAsync()).Value.ApproximateMessagesCount.ShouldBe(0);
        (await _ledger.Load(id)).Account.Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task Done_by_eight_at_once_and_once_more_it_is_done_once()
    {
        var ids = new List<AccountId>();
        for (var i = 0; i < 20; i++) ids.AddRange([await OpenDue(), await OpenDueWithHold()]);
        var planned = new List<AccountId>();
        for (var i = 0; i < 20; i++) planned.Add(await OpenOnPlan());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Engine().Run()));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Engine().Work.Run([.. ids, .. planned], CancellationToken.None)));
        await Engine().Run();

        foreach (var id in ids) await ShouldBeSettledOnce(id);
        foreach (var id in planned) await ShouldBeGrantedAndRolledOverOnce(id);
    }

    [Fact]
    public async Task After_three_days_of_sleep_each_day_is_granted_and_rolled_over_once_with_its_own_dates()
    {
        var id = await OpenOnPlan();

        await Engine(Given.Noon.AddDays(3)).Run();

        var movements = (await _ledger.Entries(id)).Select(entry => entry.Movement).ToList();
        movements.OfType<Movement.Granted>().Select(granted => granted.Grant.EffectiveAt).ShouldBe([Given.Noon, Day(1), Day(2), Day(3)]);
        movements.OfType<Movement.RolledOver>().Select(rolled => (rolled.Grant.EffectiveAt, rolled.Grant.ExpiresAt, rolled.Grant.Amount)).ShouldBe(
            [(Day(1), Day(2), Credits.Of(5)), (Day(2), Day(3), Credits.Of(5)), (Day(3), Day(4), Credits.Of(5))]);
        (await _ledger.Load(id)).Account.BalanceOf(CreditType.Default).ShouldBe(Credits.Of(15));
        (await _ledger.Verify(id)).Differences.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_at_any_call_of_a_store_and_run_again_it_is_done_once(bool takesEffect)
    {
        var call = 1;
        for (; ; call++)
        {
            await _queue.ClearMessagesAsync();
            AccountId[] ids = [await OpenDue(), await OpenDueWithHold(), await OpenDue()];
            var planned = await OpenOnPlan();

            var survived = await RunUntilKilled(call, takesEffect);
            await Engine().Run();

            foreach (var id in ids) await ShouldBeSettledOnce(id);
            await ShouldBeGrantedAndRolledOverOnce(planned);
            if (survived) break;
        }

        call.ShouldBeGreaterThan(10, "length, query, add, take, three accounts read and committed, delete, look again");
    }

    [Fact]
    public async Task Clocks_that_differ_by_ten_minutes_do_no_harm()
    {
        var id = Given.NewAccount();
        await _ledger.Open(id, Given.Grant(10, until: Later.AddMinutes(-12)));
        var (ahead, behind) = (Engine(Later.AddMinutes(5)), Engine(Later.AddMinutes(-5)));

        await ahead.Scan.Run(CancellationToken.None);
        (await behind.Drain()).Failed.ShouldBe(0);
        (await _ledger.Load(id)).Account.OpenGrants.Length.ShouldBe(1, "for the one that is behind, it is not due yet");

        await ahead.Run();
        await behind.Run();
        await behind.Work.Run([id], CancellationToken.None);
        await ShouldBeSettledOnce(id);
    }

    [Fact]
    public async Task An_allotment_that_finds_no_room_leaves_its_account_due_and_is_granted_once_there_is_some()
    {
        var id = await OpenOnPlan();
        var session = await _ledger.Load(id);
        (await _ledger.Commit(session, commit =>
        {
            for (var i = 1; i < global::Credits.Accounts.Account.MaxOpenGrants; i++) commit.Grant(Given.Grant(1, $"g{i}")).ShouldBeNull();
        })).ShouldBeTrue();

        (await Engine().Work.Run([id], CancellationToken.None)).ShouldBe(new DueOutcome(Settled: 0, Waiting: 1, Failed: 0));
        (await _ledger.Load(id)).Account.NextDueAt.ShouldBe(Day(1));

        (await _ledger.Commit(await _ledger.Load(id), commit => commit.Void("g1", "makes room"))).ShouldBeTrue();
        (await Engine().Work.Run([id], CancellationToken.None)).ShouldBe(new DueOutcome(Settled: 1, Waiting: 0, Failed: 0));
        await ShouldBeGrantedAndRolledOverOnce(id, others: global::Credits.Accounts.Account.MaxOpenGrants - 1);
    }

    [Fact]
    public async Task An_account_that_cannot_be_read_does_not_stop_the_others()
    {
        var (broken, sound) = (await OpenDue(), await OpenDue());
        await _ledger.Alter(broken, "account", document => document["head"] = "broken");
        var engine = Engine();
        await engine.Scan.Run(CancellationToken.None);

        (await engine.Drain()).ShouldBe(new DueOutcome(Settled: 1, Waiting: 0, Failed: 1));

        await ShouldBeSettledOnce(sound);
    }

    [Fact]
    public async Task An_account_that_is_full_does_not_stop_the_others()
    {
        var (full, sound) = (await OpenDue(), await OpenDue());
        using var faults = accounts.FaultsFor(full);
        faults.Next.FindFullNext(100);

        (await Engine().Work.Run([full, sound], CancellationToken.None)).ShouldBe(new DueOutcome(Settled: 1, Waiting: 0, Failed: 1));

        await ShouldBeSettledOnce(sound);
    }

    [Fact]
    public async Task An_account_whose_partition_is_out_of_reach_does_not_stop_the_others_but_brings_the_chunk_again()
    {
        var (unreached, sound) = (await OpenDue(), await OpenDue());
        AccountId[] chunk = [unreached, sound];
        using (var faults = accounts.FaultsFor(unreached))
        {
            faults.Next.FailNext(100);
            (await Should.ThrowAsync<AggregateException>(Engine().Work.Run(chunk, CancellationToken.None))).Message.ShouldContain("1 of 2");
        }

        await ShouldBeSettledOnce(sound);
        (await Engine().Work.Run(chunk, CancellationToken.None)).ShouldBe(new DueOutcome(Settled: 2, Waiting: 0, Failed: 0));
        await ShouldBeSettledOnce(unreached);
    }

    [Fact]
    public async Task A_catalogue_that_nobody_answers_for_brings_the_chunk_again()
    {
        const string nobody = "http://127.0.0.1:1/account";
        var id = await OpenOnPlan();
        var tables = new TableServiceClient(
            new Uri(nobody), new TableSharedKeyCredential("account", Convert.ToBase64String("key"u8)), new() { Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(1) } });

        var failed = await Should.ThrowAsync<AggregateException>(new DueEngine(_container, storage.Queues, tables, Later).Work.Run([id], CancellationToken.None));

        failed.Message.ShouldContain("1 of 1");
    }

    [Fact]
    public async Task What_has_just_become_due_comes_before_what_is_due_for_long_and_may_never_be_settled()
    {
        var old = await OpenDue();
        var fresh = Given.NewAccount();
        await _ledger.Open(fresh, Given.Grant(10, until: Later.AddMinutes(-11)));

        (await Engine().Scan.Run(CancellationToken.None)).ShouldBe(2);

        var chunks = (await _queue.ReceiveMessagesAsync(maxMessages: 10)).Value.Select(message => DueChunk.Parse(message.Body.ToString())).ToList();
        chunks.ShouldBe([[fresh], [old]]);
    }

    [Theory]
    [InlineData(DueScan.Backlog + 1, 0)]
    [InlineData(DueScan.Backlog, 1)]
    public async Task While_the_queue_holds_a_backlog_no_more_is_added(int waiting, int added)
    {
        await OpenDue();
        for (var i = 0; i < waiting; i++) await new DueChunks(storage.Queues).Add([], CancellationToken.None);

        (await Engine().Scan.Run(CancellationToken.None)).ShouldBe(added);
    }

    [Fact]
    public async Task A_backlog_that_went_down_with_the_instances_that_had_it_in_work_holds_nothing_up()
    {
        await OpenDue();
        for (var i = 0; i < DueScan.Backlog + 1; i++) await new DueChunks(storage.Queues).Add([], CancellationToken.None);
        await _queue.ReceiveMessagesAsync(maxMessages: DueScan.Backlog + 1, visibilityTimeout: DueEngine.Lease);

        (await Engine().Scan.Run(CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_worked_off_in_time_leaves_the_queue()
    {
        await OpenDue();
        await Engine().Scan.Run(CancellationToken.None);

        var message = (await _queue.PeekMessageAsync()).Value;

        (message.ExpiresOn - message.InsertedOn).ShouldBe(TimeSpan.FromHours(1));
    }

    private DueEngine Engine(DateTimeOffset? now = null) => new(_container, storage.Queues, storage.Tables, now ?? Later);

    private async Task<bool> RunUntilKilled(int call, bool takesEffect)
    {
        using var kill = new KilledAt(call, takesEffect);
        using var cosmos = new CosmosClient(accounts.ConnectionString, new() { ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true, HttpClientFactory = kill.NewClient });
        var queues = new QueueServiceClient(
            storage.ConnectionString, new() { MessageEncoding = QueueMessageEncoding.Base64, Transport = new HttpClientTransport(kill.NewClient()), Retry = { MaxRetries = 0 } });
        var container = cosmos.GetContainer(_container.Database.Id, _container.Id);

        // What the client asks once and keeps is no step of the work.
        await new AccountDirectory(container).Due(Given.Noon, CancellationToken.None).ToListAsync();
        kill.Arm();
        try
        {
            await new DueEngine(container, queues, new(storage.ConnectionString, new() { Transport = new HttpClientTransport(kill.NewClient()), Retry = { MaxRetries = 0 } }), Later).Run(kill.Killed);
            return true;
        }
        catch (Exception) when (kill.Killed.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<AccountId> OpenDue()
    {
        var id = Given.NewAccount();
        await _ledger.Open(id, Given.Grant(10, until: Given.Noon.AddHours(1)));
        return id;
    }

    private async Task<AccountId> OpenDueWithHold()
    {
        var id = Given.NewAccount();
        var session = await _ledger.Open(id, Given.Grant(10, until: Given.Noon.AddHours(1)));
        (await _ledger.Commit(session, commit => commit.Place(
            new Hold { Id = "h", CreditType = CreditType.Default, Meter = null, Member = null, Portions = [], PlacedAt = Given.Noon, ExpiresAt = Given.Noon.AddHours(2) },
            Credits.Of(4)).ShouldBeNull())).ShouldBeTrue();
        return id;
    }

    // Came at noon; at Later, the day after is due to be granted and the day of coming to end.
    private async Task<AccountId> OpenOnPlan()
    {
        var id = Given.NewAccount();
        var session = await _ledger.Open(id);
        (await _ledger.Commit(session, commit =>
        {
            commit.Configure(new() { Plan = _plan.Id });
            commit.Settle(new Dictionary<string, Plan> { [_plan.Id] = _plan });
        })).ShouldBeTrue();
        return id;
    }

    private static DateTimeOffset Day(int after) => new DateTimeOffset(Given.Noon.Date, TimeSpan.Zero).AddDays(after);

    private async Task ShouldBeGrantedAndRolledOverOnce(AccountId id, int others = 0)
    {
        var movements = (await _ledger.Entries(id)).Select(entry => entry.Movement).ToList();
        var granted = movements.OfType<Movement.Granted>().Select(granted => granted.Grant).ToList();
        granted.Where(grant => grant.Allotment is not null).Select(grant => grant.EffectiveAt).ShouldBe([Given.Noon, Day(1)]);
        granted.Count(grant => grant.Allotment is null).ShouldBe(others);
        movements.OfType<Movement.RolledOver>().ShouldHaveSingleItem().Grant.Amount.ShouldBe(Credits.Of(5));
        movements.OfType<Movement.Expired>().ShouldHaveSingleItem().Amount.ShouldBe(Credits.Of(5));
        (await _ledger.Verify(id)).Differences.ShouldBeEmpty();
    }

    private async Task ShouldBeSettledOnce(AccountId id)
    {
        var movements = (await _ledger.Entries(id)).Select(entry => entry.Movement).ToList();
        movements.Count(movement => movement is Movement.Expired).ShouldBe(1);
        movements.Count(movement => movement is Movement.Released).ShouldBe(movements.Count(movement => movement is Movement.Held));
        (await _ledger.Load(id)).Account.NextDueAt.ShouldBeNull();
        (await _ledger.Verify(id)).Differences.ShouldBeEmpty();
    }
}
