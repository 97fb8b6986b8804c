using Credits.Accounts;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Tests.Building;
using Credits.Functions.Usage;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

/// <summary>A full page of fingerprints goes by itself, but not before the events in it are too old to be taken again.</summary>
[Collection(RunningAccounts.Collection)]
public sealed class FingerprintLifeTests(RunningAccounts running)
{
    private static readonly AccountStoreOptions Options = new() { DedupeWindow = TimeSpan.FromDays(35) };

    private readonly Ledger _ledger = new(running, Options);
    private readonly AccountId _id = Given.NewAccount();

    [Fact]
    public async Task It_outlives_the_newest_event_that_may_be_in_it()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 600);

        var lives = TimeSpan.FromSeconds((int)(await _ledger.Documents(_id))["f:0"]["ttl"]!);

        // Such an event is dated ahead as far as clocks may differ, and taken until the window after that.
        lives.ShouldBeGreaterThan(Options.DedupeWindow + new UsageOptions().ClockSkew);
    }

    [Fact]
    public async Task Once_it_is_gone_the_newer_events_are_still_found()
    {
        var session = await _ledger.Open(_id);
        await _ledger.Debit(session, first: 0, count: 600);
        running.Pass(TimeSpan.FromDays(20));
        await _ledger.Debit(session, first: 600, count: 1_000);
        running.Pass(TimeSpan.FromDays(20));

        var loaded = await _ledger.Load(_id);

        (await _ledger.Documents(_id)).Keys.Where(id => id.StartsWith("f:", StringComparison.Ordinal)).ShouldBe(["f:1", "f:2"]);
        (await _ledger.Find(loaded, "e0")).ShouldBeNull();
        foreach (var booked in (string[])["e600", "e1100", "e1599"]) (await _ledger.Find(loaded, booked)).ShouldNotBeNull(booked);
    }

    [Fact]
    public async Task Once_all_are_gone_the_unfinished_page_is_still_there()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 1_100);
        running.Pass(TimeSpan.FromDays(40));

        var loaded = await _ledger.Load(_id);
        (await _ledger.Find(loaded, "e0")).ShouldBeNull();
        (await _ledger.Find(loaded, "e1050")).ShouldNotBeNull();

        await _ledger.Debit(loaded, first: 1_100, count: 600);
        (await _ledger.Find(await _ledger.Load(_id), "e1699")).ShouldNotBeNull();
        (await _ledger.Verify(_id)).Verified.ShouldBeTrue("the journal has no end of life");
    }
}
