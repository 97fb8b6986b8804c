using System.Text.Json;
using Credits.Accounts;
using Credits.Events;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Tests.Building;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Credits.Limits;
using Credits.Periods;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

/// <summary>The store takes 2 MB and 100 operations a commit: whatever events say, a full commit is one that it takes.</summary>
[Collection(RunningAccounts.Collection)]
public sealed class FullCommitTests(RunningAccounts running)
{
    private const int MaxOperations = 100;

    private readonly Ledger _ledger = new(running);
    private readonly AccountId _id = Given.NewAccount();

    [Theory]
    [InlineData("plain", "x")]
    [InlineData("quotes", "\"")]
    [InlineData("backslashes", "\\")]
    [InlineData("control characters", "\u0001")]
    [InlineData("spaces that do not break", "\u00A0")]
    [InlineData("Chinese", "字")]
    [InlineData("emoji", "😀")]
    public async Task With_data_of(string what, string character)
    {
        var bytes = JsonEncodedText.Encode(character, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length;
        var data = JsonSerializer.Serialize(new { p = string.Concat(Enumerable.Repeat(character, (EventData.MaxBytes - 16) / bytes)) });

        await ShouldBeTaken(what, i => Given.Event(_id, $"e{i}", data));
    }

    [Theory]
    [InlineData("plain", "x")]
    [InlineData("quotes", "\"")]
    [InlineData("spaces that do not break", "\u00A0")]
    [InlineData("Chinese", "字")]
    [InlineData("emoji", "😀")]
    public async Task With_ids_sources_and_meters_of(string what, string character)
    {
        string Text(int characters) => string.Concat(Enumerable.Repeat(character, characters / character.Length));

        await ShouldBeTaken(what, i => Given.Event(_id, $"{i:D6}{Text(EventIdentity.MaxLength - 6)}", meter: Text(UsageEvent.MaxMeterLength), source: Text(EventIdentity.MaxLength)));
    }

    [Fact]
    public async Task With_a_thousand_events_that_each_burn_part_of_many_grants() =>
        await ShouldBeTaken("grants", i => Given.Event(_id, $"e{i}"), charge: 0.000001m);

    [Fact]
    public async Task With_an_event_that_closes_every_grant()
    {
        var session = await _ledger.Open(_id, Grants());
        var operations = running.Statistics.Operations;

        (await _ledger.Commit(session, commit =>
        {
            commit.Debit(Given.Event(_id), Given.Charge(Account.MaxOpenGrants * 10)).ShouldBeNull();
            commit.Account.OpenGrants.ShouldBeEmpty();
        })).ShouldBeTrue();

        (running.Statistics.Operations - operations).ShouldBe(2 + Account.MaxOpenGrants);
    }

    [Fact]
    public async Task With_an_event_that_captures_a_hold_on_every_grant()
    {
        var session = await _ledger.Open(_id, Grants());
        (await _ledger.Commit(session, commit => commit.Place(Hold("h"), Credits.Of(Account.MaxOpenGrants * 10)).ShouldBeNull())).ShouldBeTrue();
        var operations = running.Statistics.Operations;

        (await _ledger.Commit(session, commit =>
        {
            commit.Debit(Given.Event(_id) with { Hold = "h" }, Given.Charge(Account.MaxOpenGrants * 10)).ShouldBeNull();
            commit.Account.OpenGrants.ShouldBeEmpty();
        })).ShouldBeTrue();

        (running.Statistics.Operations - operations).ShouldBe(2 + Account.MaxOpenGrants + 1);
        Replay.Of(_id, await _ledger.Entries(_id)).ShouldBe(session.Account);
    }

    [Fact]
    public async Task With_as_many_lapsed_holds_as_find_room_whatever_else_a_request_books()
    {
        var session = await _ledger.Open(_id, Grants());
        (await _ledger.Commit(session, commit =>
        {
            for (var i = 0; i < global::Credits.Holds.Hold.MaxOpen; i++) commit.Place(Hold($"h{i}"), Credits.Of(1)).ShouldBeNull();
        })).ShouldBeTrue();

        // As a request does: what time has done, and then the most that one may book, here an event that closes every grant.
        var commits = 0;
        for (; !session.Account.Holds.IsEmpty; commits++)
        {
            var operations = running.Statistics.Operations;
            (await _ledger.Commit(session, commit =>
            {
                commit.Settle();
                if (commit.Account.Holds.IsEmpty) commit.Debit(Given.Event(_id), Given.Charge(Account.MaxOpenGrants * 10)).ShouldBeNull();
            }, at: Given.Noon.AddHours(2))).ShouldBeTrue();
            (running.Statistics.Operations - operations).ShouldBeLessThanOrEqualTo(MaxOperations);
        }

        commits.ShouldBeInRange(2, global::Credits.Holds.Hold.MaxOpen);
        session.Account.OpenGrants.ShouldBeEmpty();
        Replay.Of(_id, await _ledger.Entries(_id)).ShouldBe(session.Account);
    }

    [Fact]
    public async Task With_events_that_count_against_every_cap_and_counter()
    {
        var session = await _ledger.Open(_id, Grants());
        (await _ledger.Commit(session, commit => commit.Configure(new()
        {
            Limits = new() { Caps = [.. Enumerable.Range(0, Cap.MaxCaps).Select(i => new Cap(new(null, Member(i), EachMember: i == 0), CapWindow.Day, Credits.Of(i), SetBy.Operator))] },
        }))).ShouldBeTrue();
        var charge = Given.Charge() with { Counted = [.. Enumerable.Range(0, 10).Select(i => new Counted($"{i:D3}{new string('c', 125)}", Given.Noon, Quantity.One))] };
        var operations = running.Statistics.Operations;

        (await _ledger.Commit(session, commit =>
        {
            for (var i = 0; !commit.IsFull; i++) commit.Debit(Given.Event(_id, $"e{i}") with { Member = Member(i % Cap.MaxCaps) }, charge).ShouldBeNull();
        })).ShouldBeTrue();

        (running.Statistics.Operations - operations).ShouldBeLessThanOrEqualTo(MaxOperations);
        Replay.Of(_id, await _ledger.Entries(_id)).ShouldBe(session.Account);

        static string Member(int i) => $"{i:D3}{new string('\"', CapScope.MaxMemberLength - 3)}";
    }

    private static Hold Hold(string id) => new() { Id = id, Portions = [], Meter = Given.Meter, PlacedAt = Given.Noon, ExpiresAt = Given.Noon.AddHours(1) };

    // On an account that is as large as one may be, up to a fingerprint page short of full.
    private async Task ShouldBeTaken(string what, Func<int, UsageEvent> usage, decimal charge = 1)
    {
        var session = await _ledger.Open(_id, Grants());
        await CountEverything(session);
        await _ledger.Debit(session, first: -420, count: 420);
        var operations = running.Statistics.Operations;

        (await _ledger.Commit(session, commit =>
        {
            for (var i = 0; !commit.IsFull; i++) commit.Debit(usage(i), Given.Charge(charge)).ShouldBeNull();
        })).ShouldBeTrue(what);

        (running.Statistics.Operations - operations).ShouldBeLessThanOrEqualTo(MaxOperations);
        Replay.Of(_id, await _ledger.Entries(_id)).ShouldBe(session.Account);
    }

    private async Task CountEverything(AccountSession session)
    {
        (await _ledger.Commit(session, commit =>
        {
            foreach (var names in Enumerable.Range(0, PeriodCounters.MaxCounters).Chunk(20))
                commit.Debit(Given.Event(_id, $"counted {names[0]}"), Given.Charge() with { Counted = [.. names.Select(name => new Counted($"{name:D3}{new string('\u00A0', PeriodCounters.MaxNameLength - 3)}", Given.Noon, Quantity.Max))] }).ShouldBeNull();
        })).ShouldBeTrue();
        session.Account.Counters.All.Length.ShouldBe(PeriodCounters.MaxCounters);
    }

    private static Grant[] Grants() => [.. Enumerable.Range(0, Account.MaxOpenGrants).Select(i => Given.Grant(10, $"{new string('g', 60)}{i:D4}") with
    {
        Reference = new string('r', 200),
        Meters = [Given.Meter, .. Enumerable.Range(0, 19).Select(meter => $"{meter:D3}{new string('m', 125)}")],
    })];
}
