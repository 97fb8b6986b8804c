using Credits.Functions.Storage.Accounts;
using Credits.Functions.Tests.Building;
using Credits.Functions.Usage;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

/// <summary>A full page of fingerprints is asked for as long as the events in it may be taken again, and goes by itself once no window can reach it.</summary>
[Collection(RunningAccounts.Collection)]
public sealed class FingerprintLifeTests
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(35);

    private readonly FakeTimeProvider _clock = new(Given.Noon);
    private readonly RunningAccounts _running;
    private readonly Ledger _ledger;
    private readonly AccountId _id = Given.NewAccount();

    public FingerprintLifeTests(RunningAccounts running)
    {
        _running = running;
        _ledger = With(Window);
    }

    [Fact]
    public async Task It_outlives_the_newest_event_that_any_window_may_ask_for()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 600);

        var lives = TimeSpan.FromSeconds((int)(await _ledger.Documents(_id))["f:0"]["ttl"]!);

        // Such an event is dated ahead as far as clocks may differ, and taken until the window after that.
        lives.ShouldBeGreaterThan(AccountStoreOptions.LongestDedupeWindow + UsageOptions.MostClockSkew);
    }

    [Fact]
    public async Task A_window_that_is_raised_finds_what_was_booked_under_the_shorter_one()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 600);
        Pass(TimeSpan.FromDays(40));

        var raised = With(AccountStoreOptions.LongestDedupeWindow);

        (await raised.Find(await raised.Load(_id), "e0")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_page_from_before_it_was_noted_when_its_events_were_booked_is_asked_too()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 1_100);
        await _ledger.Alter(_id, "f:0", page => page.Remove("at"));

        (await _ledger.Find(await _ledger.Load(_id), "e0")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_window_that_is_lowered_finds_what_is_within_it()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 600);
        Pass(TimeSpan.FromDays(20));
        var lowered = With(TimeSpan.FromDays(7));
        await lowered.Debit(await lowered.Load(_id), first: 600, count: 1_000);
        Pass(TimeSpan.FromDays(7));

        var loaded = await lowered.Load(_id);

        foreach (var booked in (string[])["e600", "e1100", "e1599"]) (await lowered.Find(loaded, booked)).ShouldNotBeNull(booked);
    }

    [Fact]
    public async Task What_no_event_within_the_window_can_be_in_takes_no_memory()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 1_100);
        Pass(TimeSpan.FromDays(40));

        var loaded = await _ledger.Load(_id);

        (await _ledger.Find(loaded, "e0")).ShouldBeNull();
        loaded.FingerprintsHeld.ShouldBe(1_101 - (2 * AccountStore.FingerprintsPerPage));
    }

    [Fact]
    public async Task What_no_event_within_the_window_can_be_in_is_not_read()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 1_100);
        Pass(TimeSpan.FromDays(40));
        await _ledger.Alter(_id, "f:0", page => page["fingerprints"] = "so that reading it fails");

        await Should.NotThrowAsync(async () => await _ledger.Find(await _ledger.Load(_id), "new"));
    }

    [Fact]
    public async Task A_page_that_a_clock_behind_its_neighbours_put_beyond_the_window_is_none_that_is_missing()
    {
        var session = await _ledger.Open(_id);
        await FillPage(session, first: 0, Given.Noon.AddSeconds(2));
        await FillPage(session, first: 512, Given.Noon.AddSeconds(-2));
        await FillPage(session, first: 1_024, Given.Noon.AddSeconds(4));
        Pass(Window + FingerprintPageDocument.BeyondWindow);

        var loaded = await _ledger.Load(_id);

        (await _ledger.Find(loaded, "e1024")).ShouldNotBeNull();
        (await _ledger.Find(loaded, "e512")).ShouldBeNull();
    }

    [Fact]
    public async Task Once_it_is_gone_the_newer_events_are_still_found()
    {
        var ledger = With(AccountStoreOptions.LongestDedupeWindow);
        var session = await ledger.Open(_id);
        await ledger.Debit(session, first: 0, count: 600);
        Pass(TimeSpan.FromDays(35));
        await ledger.Debit(session, first: 600, count: 1_000);
        Pass(TimeSpan.FromDays(30));

        var loaded = await ledger.Load(_id);

        (await ledger.Documents(_id)).Keys.Where(id => id.StartsWith("f:", StringComparison.Ordinal)).ShouldBe(["f:1", "f:2"]);
        (await ledger.Find(loaded, "e0")).ShouldBeNull();
        foreach (var booked in (string[])["e600", "e1100", "e1599"]) (await ledger.Find(loaded, booked)).ShouldNotBeNull(booked);
    }

    [Fact]
    public async Task Once_all_are_gone_the_unfinished_page_is_still_there()
    {
        await _ledger.Debit(await _ledger.Open(_id), first: 0, count: 1_100);
        Pass(TimeSpan.FromDays(70));

        var loaded = await _ledger.Load(_id);
        (await _ledger.Find(loaded, "e0")).ShouldBeNull();
        (await _ledger.Find(loaded, "e1050")).ShouldNotBeNull();

        await _ledger.Debit(loaded, first: 1_100, count: 600);
        (await _ledger.Find(await _ledger.Load(_id), "e1699")).ShouldNotBeNull();
        (await _ledger.Verify(_id)).Verified.ShouldBeTrue("the journal has no end of life");
    }

    private Ledger With(TimeSpan window) => new(_running, new() { DedupeWindow = window }, _clock);

    private Task<bool> FillPage(AccountSession session, int first, DateTimeOffset at) => _ledger.Commit(session, commit =>
    {
        foreach (var usage in Given.Events(_id, first, AccountStore.FingerprintsPerPage)) commit.Debit(usage, Given.Charge()).ShouldBeNull();
    }, at);

    private void Pass(TimeSpan time)
    {
        _clock.Advance(time);
        _running.Pass(time);
    }
}
