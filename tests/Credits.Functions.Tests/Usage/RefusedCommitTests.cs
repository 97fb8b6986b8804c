using System.Net;
using Credits.Events;
using Credits.Functions.Storage.DeadLetters;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Usage;
using Credits.Local.Cosmos;
using Microsoft.Azure.Cosmos;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Usage;

/// <summary>What the store refuses of one account for good is that account's affair: its events wait as dead letters, and nobody waits for them.</summary>
[Collection(RunningStorage.Collection)]
public sealed class RefusedCommitTests(RunningStorage storage, RunningAccounts accounts)
{
    private const int Always = 100;

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Instance _app = new(storage, accounts);

    public static TheoryData<string, Action<FaultInjection>> Full => new()
    {
        { "by the request", faults => faults.RefuseNext(Always, status: 403, subStatus: 1014) },
        { "by an operation", faults => faults.FindFullNext(Always) },
    };

    [Theory]
    [MemberData(nameof(Full))]
    public async Task The_events_of_a_full_account_become_dead_letters_and_everybody_elses_are_booked(string refused, Action<FaultInjection> fault)
    {
        var (full, sound) = (await _app.Open(), await _app.Open());
        var batch = Batches.Of([Given.Event(full, "f0"), Given.Event(sound, "s1"), Given.Event(full, "f2")]);
        using var faults = Refuse(full, fault);

        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(1, 0, 2), refused);

        var reason = (await DeadLetter(batch, 0)).ShouldNotBeNull().Reason;
        reason.Code.ShouldBe(RefusalCodes.AccountFault);
        reason.Detail.ShouldBe($"Account '{full}' is full: Cosmos DB stores 20 GB of one account and takes no more. Have Microsoft raise that for a time, and open another account for what is to come. Then replay this event.");
        (await DeadLetter(batch, 2)).ShouldNotBeNull();
    }

    [Fact]
    public async Task They_are_booked_once_there_is_room()
    {
        var id = await _app.Open();
        var batch = Batches.Of(Given.Events(id, 0, 3));
        using (Refuse(id, faults => faults.FindFullNext(Always))) await _app.Pipeline.Settle(batch, None);

        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(3, 0, 0));
    }

    [Fact]
    public async Task So_do_the_events_of_a_commit_that_is_too_large_for_the_store()
    {
        var (large, sound) = (await _app.Open(), await _app.Open());
        var batch = Batches.Of([Given.Event(large, "l0"), Given.Event(sound, "s1")]);
        using var faults = Refuse(large, faults => faults.RefuseNext(Always, status: 413));

        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(1, 0, 1));

        (await DeadLetter(batch, 0)).ShouldNotBeNull().Reason.ShouldBe(new(
            RefusalCodes.AccountFault, $"Cosmos DB takes no commit as large as this one of account '{large}', with 1 entries. Report it, for none should be. Then replay this event."));
    }

    [Theory]
    [InlineData(401, 0)]
    [InlineData(403, 0)]
    [InlineData(403, 5300)]
    public async Task Any_other_refusal_is_the_stores_and_brings_the_batch_again(int status, int subStatus)
    {
        var id = await _app.Open();
        var batch = Batches.Of(Given.Event(id));
        using (Refuse(id, faults => faults.RefuseNext(Always, status, subStatus)))
        {
            var failure = await Should.ThrowAsync<CosmosException>(_app.Pipeline.Settle(batch, None));
            (failure.StatusCode, failure.SubStatusCode).ShouldBe(((HttpStatusCode)status, subStatus));
        }

        (await DeadLetter(batch, 0)).ShouldBeNull();
        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(1, 0, 0));
    }

    private FaultsOfOneAccount Refuse(AccountId account, Action<FaultInjection> fault)
    {
        var faults = accounts.FaultsFor(account);
        faults.OnlyWhere(request => request.Kind == CosmosRequestKind.Batch);
        fault(faults.Next);
        return faults;
    }

    private Task<DeadLetter?> DeadLetter(EventHubBatch batch, long sequenceNumber) =>
        _app.DeadLetters.Find(global::Credits.Functions.Storage.DeadLetters.DeadLetter.IdOf(batch.Partition, sequenceNumber, 0, Given.Noon), None);
}
