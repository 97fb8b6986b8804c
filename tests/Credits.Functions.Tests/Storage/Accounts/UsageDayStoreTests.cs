using Credits.Functions.Storage.Accounts;
using Credits.Functions.Tests.Building;
using Credits.Journal;
using Credits.Periods;
using Credits.UsageDays;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

[Collection(RunningAccounts.Collection)]
public sealed class UsageDayStoreTests(RunningAccounts running)
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Given.Noon.UtcDateTime);

    private readonly Ledger _ledger = new(running);
    private readonly AccountId _id = Given.NewAccount();

    [Fact]
    public async Task Days_count_what_was_booked_since_they_were_asked_for()
    {
        var session = await _ledger.Open(_id);
        await _ledger.Debit(session, 0, 3);
        (await Events()).ShouldBe(3);

        await _ledger.Debit(session, 3, 2);

        (await Events()).ShouldBe(5);
    }

    [Fact]
    public async Task Asking_again_writes_nothing()
    {
        await _ledger.Debit(await _ledger.Open(_id), 0, 3);
        await Events();
        var before = (await _ledger.Documents(_id))["u:through"].ToJsonString();

        (await Events()).ShouldBe(3);

        (await _ledger.Documents(_id))["u:through"].ToJsonString().ShouldBe(before);
    }

    [Fact]
    public async Task An_event_counts_on_its_own_day_though_it_comes_late()
    {
        await Debit(await _ledger.Open(_id), Given.Noon, Given.Noon.AddDays(-3));

        (await Days()).Select(day => day.Date).ShouldBe([Today.AddDays(-3), Today]);
        (await Store.Fold(await _ledger.Load(_id), CancellationToken.None)).ShouldBe(Today.AddDays(-3));
    }

    [Fact]
    public async Task More_days_than_fit_a_batch_take_several()
    {
        await Debit(await _ledger.Open(_id), [.. Enumerable.Range(0, 120).Select(i => Given.Noon.AddDays(-i))]);

        var days = await Days();

        days.Count.ShouldBe(120);
        days.ShouldAllBe(day => day.Rows[UsageKey.Whole(Given.Meter, default)].Sums.Events == 1);
    }

    [Fact]
    public async Task Many_who_fold_at_once_count_each_entry_once()
    {
        var session = await _ledger.Open(_id);
        for (var page = 0; page < 10; page++) await _ledger.Debit(session, page * 10, 10);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Store.Fold(await _ledger.Load(_id), CancellationToken.None))));

        (await Events()).ShouldBe(100);
    }

    [Fact]
    public async Task A_reversal_takes_a_debit_out_that_was_folded_before()
    {
        var session = await _ledger.Open(_id, Given.Grant(10));
        await Debit(session, Given.Noon, Given.Noon.AddDays(-1));
        (await Events()).ShouldBe(2);
        var mistaken = (await _ledger.Entries(_id)).Last(entry => entry.Movement is Movement.Debited);

        await _ledger.Commit(session, commit => commit.Reverse(mistaken, "by mistake").ShouldBeNull());

        var days = await Days();
        days[0].Rows[UsageKey.Whole(Given.Meter, default)].Sums.IsNone.ShouldBeTrue();
        days[1].Rows[UsageKey.Whole(Given.Meter, default)].Sums.Events.ShouldBe(1);
    }

    [Theory]
    [InlineData("u:through")]
    [InlineData("u:through", "u:2026-03-01")]
    public async Task Deleted_they_come_again_and_count_nothing_twice(params string[] documents)
    {
        await Debit(await _ledger.Open(_id), Given.Noon, Given.Noon.AddDays(-1));
        await Events();
        foreach (var document in documents) await _ledger.Delete(_id, document);

        (await Days()).Select(day => day.Rows[UsageKey.Whole(Given.Meter, default)].Sums.Events).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task An_event_keeps_the_day_of_the_zone_in_which_it_was_debited()
    {
        var (session, evening) = (await _ledger.Open(_id), Given.Noon.AddHours(10));
        await Debit(session, evening);
        await Zone(session, "Asia/Tokyo");
        await Debit(session, evening.AddMinutes(1));
        await Zone(session, null);
        await Debit(session, evening.AddMinutes(2));

        var days = await Days();

        days.Select(day => (day.Date, Count(day))).ShouldBe([(Today, 2), (Today.AddDays(1), 1)]);
        await _ledger.Delete(_id, "u:through");
        (await Days()).Select(day => (day.Date, Count(day))).ShouldBe([(Today, 2), (Today.AddDays(1), 1)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reversal_takes_a_debit_out_of_the_day_of_its_own_zone(bool folded)
    {
        var (session, evening) = (await _ledger.Open(_id), Given.Noon.AddHours(10));
        await Zone(session, "Asia/Tokyo");
        await Debit(session, evening);
        var debit = (await _ledger.Entries(_id)).Last();
        if (folded) await Days();

        await Zone(session, "Pacific/Pago_Pago");
        await _ledger.Commit(session, commit => commit.Reverse(debit, "by mistake").ShouldBeNull());

        var day = (await Days()).ShouldHaveSingleItem();
        day.Date.ShouldBe(Today.AddDays(1));
        day.Rows[UsageKey.Whole(Given.Meter, default)].Sums.IsNone.ShouldBeTrue();
    }

    [Fact]
    public async Task A_reversal_finds_the_zone_of_a_debit_older_than_the_changes_that_are_kept()
    {
        var (session, evening) = (await _ledger.Open(_id), Given.Noon.AddHours(10));
        await Zone(session, "Asia/Tokyo");
        await Debit(session, evening);
        var debit = (await _ledger.Entries(_id)).Last();
        await _ledger.Commit(session, commit =>
        {
            for (var i = 0; i <= ZoneChanges.MaxChanges; i++) commit.Configure(new() { TimeZone = i % 2 == 0 ? null : "Pacific/Pago_Pago" });
        });
        await Days();

        await _ledger.Commit(session, commit => commit.Reverse(debit, "by mistake").ShouldBeNull());

        (await Days()).ShouldHaveSingleItem().Rows[UsageKey.Whole(Given.Meter, default)].Sums.IsNone.ShouldBeTrue();
        (await _ledger.Documents(_id))["u:through"]["zones"]!.AsArray().Count.ShouldBe(ZoneChanges.MaxChanges);
    }

    [Fact]
    public async Task Days_told_by_earlier_rules_of_the_zones_are_made_anew()
    {
        var session = await _ledger.Open(_id);
        await Zone(session, "Asia/Tokyo");
        await Debit(session, Given.Noon);
        await Days();
        var before = (string)(await _ledger.Documents(_id))["u:through"]["folding"]!;
        await _ledger.Alter(_id, "u:through", head => head["zoneRules"] = "TZDB: 1999a");

        (await Events()).ShouldBe(1);

        var head = (await _ledger.Documents(_id))["u:through"];
        ((string)head["folding"]!).ShouldNotBe(before);
        ((string)head["zoneRules"]!).ShouldBe(Calendar.Rules);
    }

    [Fact]
    public async Task A_head_tells_no_zones_while_there_was_none()
    {
        await _ledger.Debit(await _ledger.Open(_id), 0, 1);
        await Days();

        var head = (await _ledger.Documents(_id))["u:through"];

        (head.ContainsKey("zones"), head.ContainsKey("zoneRules")).ShouldBe((false, false));
    }

    [Fact]
    public async Task A_day_is_read_as_it_was_stored()
    {
        var session = await _ledger.Open(_id);
        var usage = Given.Event(_id, data: """{"model":"größe \"😀","n":1000000000000,"x":0.000001}""") with { Member = "ann" };
        var charge = Given.Charge(1.5m) with { Cost = new(7, "USD") };
        await _ledger.Commit(session, commit => commit.Debit(usage, charge).ShouldBeNull());
        var expected = UsageDay.Empty(Today).After(new Movement.Debited(usage, charge, [], charge.Amount), Calendar.Default);

        var day = (await Days()).ShouldHaveSingleItem();

        day.Rows.ShouldBe(expected.Rows, ignoreOrder: true);
        day.Weight.ShouldBe(expected.Weight);
    }

    [Fact]
    public async Task A_stored_day_takes_no_more_than_it_weighs()
    {
        var session = await _ledger.Open(_id);
        await _ledger.Commit(session, commit =>
        {
            for (var i = 0; i < 300; i++) commit.Debit(Given.Event(_id, $"e{i}", $$"""{"m\u00fc\u0001":"\u0001😀\"\\{{i}}","q":{{i}},"r":1}"""), Given.Charge()).ShouldBeNull();
        });
        var day = (await Days()).ShouldHaveSingleItem();

        AccountStore.Json(UsageDayDocument.Of(_id, "folding", day), AccountDocumentsJson.Default.UsageDayDocument).Length.ShouldBeLessThan(day.Weight + 1024);
    }

    private UsageDayStore Store => new(running.Container, _ledger.Journal, TimeProvider.System);

    private static long Count(UsageDay day) => day.Rows[UsageKey.Whole(Given.Meter, default)].Sums.Events;

    private async Task Zone(AccountSession session, string? zone) => (await _ledger.Commit(session, commit => commit.Configure(new() { TimeZone = zone }))).ShouldBeTrue();

    private async Task<long> Events() => (await Days()).Sum(day => day.Rows.GetValueOrDefault(UsageKey.Whole(Given.Meter, default))?.Sums.Events ?? 0);

    private async Task<List<UsageDay>> Days()
    {
        await Store.Fold(await _ledger.Load(_id), CancellationToken.None);
        var days = new List<UsageDay>();
        await foreach (var day in Store.Read(_id, Today.AddDays(-200), Today.AddDays(2), CancellationToken.None)) days.Add(day);
        return days;
    }

    private async Task Debit(AccountSession session, params DateTimeOffset[] times) => (await _ledger.Commit(session, commit =>
    {
        foreach (var at in times) commit.Debit(Given.Event(_id, $"{at:O}", at: at), Given.Charge()).ShouldBeNull();
    })).ShouldBeTrue();
}
