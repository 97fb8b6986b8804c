using Credits.Functions.Tests.Building;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

/// <summary>How an event that was booked is found again: the newest fingerprints in the account, 512 to a page before that.</summary>
[Collection(RunningAccounts.Collection)]
public sealed class FingerprintPagesTests(RunningAccounts running)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Ledger _ledger = new(running);
    private readonly AccountId _id = Given.NewAccount();

    [Theory]
    [InlineData(510, 0, 511)]
    [InlineData(511, 1, 0)]
    [InlineData(512, 1, 1)]
    [InlineData(1_023, 2, 0)]
    [InlineData(2_600, 5, 41)]
    public async Task Every_512_entries_fill_a_page_and_the_rest_stays_in_the_account(int debits, int pages, int rest)
    {
        var session = await _ledger.Open(_id); // one entry that has no fingerprint but counts
        await _ledger.Debit(session, first: 0, debits);

        var documents = await _ledger.Documents(_id);
        documents.Keys.Where(id => id.StartsWith("f:", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(0, pages).Select(page => $"f:{page}"));
        documents["account"]["fingerprints"]!.GetValue<string>().Length.ShouldBe((rest * 8 + 2) / 3 * 4);
        foreach (var (id, page) in documents.Where(document => document.Key.StartsWith("f:", StringComparison.Ordinal)))
            Convert.FromBase64String((string)page["fingerprints"]!).Length.ShouldBe(512 * 8, id);
    }

    [Fact]
    public async Task Commits_of_any_size_fill_pages_alike()
    {
        var session = await _ledger.Open(_id);
        for (var (first, size) = (0, 1); first < 1_300; first += size, size = size * 2 % 997) await _ledger.Debit(session, first, size);

        var loaded = await _ledger.Load(_id);

        foreach (var booked in (string[])["e0", "e510", "e511", "e512", "e1022", "e1023", "e1299"])
            (await _ledger.Find(loaded, booked)).ShouldNotBeNull(booked).Event.Identity.Id.ShouldBe(booked);
    }

    [Fact]
    public async Task A_session_that_reads_anew_finds_every_event_and_no_other()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 1_100);
        var loaded = await _ledger.Load(_id);

        foreach (var usage in Given.Events(_id, 0, 1_100))
            (await _ledger.Find(loaded, usage.Identity.Id)).ShouldNotBeNull(usage.Identity.Id).Event.ShouldBe(usage);
        foreach (var usage in Given.Events(_id, 1_100, 100)) (await _ledger.Find(loaded, usage.Identity.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task An_index_that_fell_behind_by_whole_pages_is_read_again()
    {
        var session = await _ledger.Open(_id);
        var stale = await _ledger.Load(_id);
        (await _ledger.Find(stale, "e0")).ShouldBeNull(); // loads the index

        await _ledger.Debit(session, first: 0, count: 1_500);
        await _ledger.Store.Refresh(stale, None);

        foreach (var booked in (string[])["e0", "e700", "e1499"]) (await _ledger.Find(stale, booked)).ShouldNotBeNull(booked);
    }

    [Fact]
    public async Task An_index_read_while_somebody_else_commits_covers_the_session_and_no_more()
    {
        var session = await _ledger.Open(_id);
        await _ledger.Debit(session, first: 0, count: 600);
        var stale = await _ledger.Load(_id);
        await _ledger.Debit(session, first: 600, count: 1_000);

        (await _ledger.Find(stale, "e599")).ShouldNotBeNull();
        (await _ledger.Find(stale, "e600")).ShouldBeNull();
        await _ledger.Store.Refresh(stale, None);
        (await _ledger.Find(stale, "e1599")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_page_that_is_missing_in_between_is_no_shorter_memory()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 1_600);
        await _ledger.Delete(_id, "f:1");

        var failure = await Should.ThrowAsync<InvalidOperationException>(async () => await _ledger.Find(await _ledger.Load(_id), "e0"));

        failure.Message.ShouldBe($"Account {_id} lacks fingerprint page f:1.");
    }

    [Fact]
    public async Task The_newest_page_may_not_be_missing()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 1_100);
        await _ledger.Delete(_id, "f:1");

        var failure = await Should.ThrowAsync<InvalidOperationException>(async () => await _ledger.Find(await _ledger.Load(_id), "e0"));

        failure.Message.ShouldBe($"Account {_id} lacks fingerprint page f:1.");
    }

    [Fact]
    public async Task An_event_that_shares_a_booked_ones_fingerprint_is_not_taken_for_it()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 3);
        var session = await _ledger.Load(_id);
        session.Index = new();
        session.Index.Add(0);
        foreach (var usage in (string[])["e0", "new", "new"]) session.Index.Add(Given.Event(_id, usage).Identity.Fingerprint());

        (await _ledger.Find(session, "new")).ShouldBeNull(); // leads to the entries of e1 and e2

        (await _ledger.Find(session, "e0")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_events_that_share_a_fingerprint_each_is_found()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 3);
        var session = await _ledger.Load(_id);
        session.Index = new();
        session.Index.Add(0);
        for (var i = 0; i < 3; i++) session.Index.Add(Given.Event(_id, "e2").Identity.Fingerprint());

        (await _ledger.Find(session, "e2")).ShouldNotBeNull().Event.Identity.Id.ShouldBe("e2");
    }
}
