using Credits.Functions.Storage.DeadLetters;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Usage;
using Credits.Grants;
using Credits.Journal;
using Credits.Local.Cosmos;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Usage;

/// <summary>When the store fails, the batch fails, comes again, and in the end each of its events has debited once.</summary>
[Collection(RunningStorage.Collection)]
public sealed class FailingStoreTests(RunningStorage storage, RunningAccounts accounts)
{
    private const int Events = 1_500; // two commits

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Instance _app = new(storage, accounts);

    public static TheoryData<int> Commits => [0, 1];

    [Theory]
    [MemberData(nameof(Commits))]
    public async Task When_a_commit_is_answered_with_503(int commit) => await ShouldBookOnce(commit, faults => faults.FailNext(1), booksAnyway: false);

    [Theory]
    [MemberData(nameof(Commits))]
    public async Task When_a_commit_is_throttled_for_longer_than_the_client_waits(int commit) =>
        await ShouldBookOnce(commit, faults => faults.ThrottleNext(RunningAccounts.ThrottlingRetries + 1), booksAnyway: false);

    [Theory]
    [MemberData(nameof(Commits))]
    public async Task When_the_answer_to_a_commit_never_arrives(int commit) => await ShouldBookOnce(commit, faults => faults.DropNextAnswers(1), booksAnyway: true);

    [Fact]
    public async Task When_a_commit_is_throttled_for_a_moment_nobody_notices()
    {
        var id = await _app.Open();
        using var faults = accounts.FaultsFor(id);
        faults.Next.ThrottleNext(RunningAccounts.ThrottlingRetries);

        (await _app.Pipeline.Settle(Batches.Of(Given.Events(id, 0, 10)), None)).ShouldBe(new(10, 0, 0));
    }

    [Fact]
    public async Task When_the_account_can_not_be_read_nothing_is_refused()
    {
        var id = await _app.Open();
        var batch = Batches.Of(Given.Events(id, 0, 10));
        using (var faults = accounts.FaultsFor(id))
        {
            faults.Next.FailNext(100);
            await Should.ThrowAsync<Exception>(_app.Pipeline.Settle(batch, None));
        }

        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(10, 0, 0));
    }

    [Fact]
    public async Task When_one_account_fails_the_others_of_the_batch_debit_once_too()
    {
        var (failing, sound) = (await _app.Open(), await _app.Open());
        var batch = Batches.Of(Given.Events(failing, 0, 10).Concat(Given.Events(sound, 0, 10)));
        using (var faults = accounts.FaultsFor(failing))
        {
            faults.Next.FailNext(100);
            await Should.ThrowAsync<Exception>(_app.Pipeline.Settle(batch, None));
        }

        (await _app.Pipeline.Settle(batch, None)).Booked.ShouldBeInRange(10, 20);

        await ShouldHaveBooked(failing, 10);
        await ShouldHaveBooked(sound, 10);
    }

    [Fact]
    public async Task As_long_as_one_account_fails_everybody_elses_events_are_settled_however_many_come_after_it()
    {
        const int others = 60;
        var card = await _app.Price();
        var failing = await _app.Open(rateCard: card);
        var sound = new List<AccountId>();
        for (var i = 0; i < others; i++) sound.Add(await _app.Open(rateCard: card));
        var batch = Batches.Of([Given.Event(failing, "f"), .. sound.Select(id => Given.Event(id, "s")), Given.Event(sound[^1], "unpriced", meter: "unheard-of")]);
        using var faults = accounts.FaultsFor(failing);
        faults.Next.FailNext(100);

        await Should.ThrowAsync<Exception>(_app.Pipeline.Settle(batch, None));

        foreach (var id in sound) await ShouldHaveBooked(id, 1);
        (await _app.DeadLetters.Find(DeadLetter.IdOf(batch.Partition, others + 1, 0, batch.Messages[^1].EnqueuedAt), None)).ShouldNotBeNull();
        (await _app.Ingest.List(None)).ShouldNotContain(progress => progress.Partition == batch.Partition);
    }

    [Fact]
    public async Task When_most_requests_are_throttled_and_some_answers_lost()
    {
        var id = await _app.Open();
        Instance[] apps = [_app, new(storage, accounts)];
        using (var faults = accounts.FaultsFor(id))
        {
            faults.Next.RetryAfter = TimeSpan.FromMilliseconds(1);
            faults.Next.ThrottledShare = 0.6;
            for (var batch = 0; batch < 10; batch++) await UntilSettled(apps[batch % 2], Batches.Of(Given.Events(id, batch * 50, 100)), faults.Next, batch);
        }

        await ShouldHaveBooked(id, 550);
    }

    private static async Task UntilSettled(Instance app, EventHubBatch batch, FaultInjection faults, int number)
    {
        while (true)
        {
            try
            {
                faults.DropNextAnswers(number % 3 == 0 ? 1 : 0);
                await app.Pipeline.Settle(batch, None);
                return;
            }
            catch (Exception e) when (e is Microsoft.Azure.Cosmos.CosmosException or HttpRequestException)
            {
                number++;
            }
        }
    }

    private async Task ShouldBookOnce(int commit, Action<FaultInjection> fail, bool booksAnyway)
    {
        var id = await _app.Open();
        var batch = Batches.Of(Given.Events(id, 0, Events));
        using (var faults = accounts.FaultsFor(id))
        {
            var commits = new HashSet<CosmosRequest>(ReferenceEqualityComparer.Instance); // each is asked about more than once
            bool IsFromThatOneOn(CosmosRequest request)
            {
                commits.Add(request);
                return commits.Count > commit;
            }

            faults.OnlyWhere(request => request.Kind == CosmosRequestKind.Batch && IsFromThatOneOn(request));
            fail(faults.Next);
            await Should.ThrowAsync<Exception>(_app.Pipeline.Settle(batch, None));
        }

        (await _app.Ingest.List(None)).ShouldNotContain(partition => partition.Partition == batch.Partition, "the partition must not move on");
        var booked = (commit + (booksAnyway ? 1 : 0)) switch { 0 => 0, 1 => 1_000, _ => Events };
        await ShouldHaveBooked(id, booked);

        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(Events - booked, booked, 0));

        await ShouldHaveBooked(id, Events);
    }

    private async Task ShouldHaveBooked(AccountId id, int events)
    {
        var account = (await _app.Ledger.Load(id)).Account;
        account.BalanceOf(CreditType.Default).ShouldBe(Credits.Of(10_000 - events));
        var debited = (await _app.Ledger.Entries(id)).Select(entry => entry.Movement).OfType<Movement.Debited>().Select(debit => debit.Event.Identity).ToList();
        (debited.Count, debited.Distinct().Count()).ShouldBe((events, events));
        (await _app.Ledger.Verify(account)).Differences.ShouldBeEmpty();
    }
}
