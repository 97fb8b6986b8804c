using System.Text.RegularExpressions;
using Credits.Functions.Telemetry;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Infrastructure;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Tests.Usage;
using Microsoft.Azure.Cosmos;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Telemetry;

[Collection(RunningStorage.Collection)]
public sealed partial class InstrumentsTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly RunningStorage _storage;
    private readonly RunningAccounts _accounts;
    private readonly Measurements _measured = new();
    private readonly Instance _app;

    public InstrumentsTests(RunningStorage storage, RunningAccounts accounts) =>
        (_storage, _accounts, _app) = (storage, accounts, new(storage, accounts, instruments: _measured.Instruments));

    public void Dispose() => _measured.Dispose();

    [Fact]
    public async Task What_became_of_each_event_is_counted()
    {
        var id = await _app.Open();
        var first = Batches.Of(Given.Events(id, 0, 3));
        await _app.Pipeline.Settle(first, None);

        await _app.Pipeline.Settle(Batches.Of(Given.Events(id, 2, 5)), None);

        _measured.Sum("credits.events.received").ShouldBe(8);
        _measured.Sum("credits.events.booked").ShouldBe(7);
        _measured.Sum("credits.events.duplicate").ShouldBe(1);
    }

    [Fact]
    public async Task Dead_letters_are_counted_by_why()
    {
        var id = await _app.Open();

        await _app.Pipeline.Settle(
            Batches.Of("not json"u8.ToArray(), "neither"u8.ToArray(), Envelope.Of(Given.Event(id, "unpriced", meter: "unheard-of")).Bytes(), Envelope.Of(Given.Event(id)).Bytes()), None);

        _measured.Sum("credits.events.dead_lettered", "reason=not-json").ShouldBe(2);
        _measured.Sum("credits.events.dead_lettered", "reason=unknown-meter").ShouldBe(1);
        _measured.Sum("credits.events.dead_lettered").ShouldBe(3);
    }

    [Fact]
    public async Task A_dead_letter_is_counted_when_it_is_kept_and_with_its_batchs_end_and_not_at_every_try_between()
    {
        var failing = await _app.Open();
        var batch = Batches.Of("not json"u8.ToArray(), Envelope.Of(Given.Event(failing)).Bytes());
        using (var faults = _accounts.FaultsFor(failing))
        {
            faults.Next.FailNext(100);
            for (var tries = 0; tries < 3; tries++) await Should.ThrowAsync<CosmosException>(_app.Pipeline.Settle(batch, None));
        }

        _measured.Sum("credits.events.dead_lettered").ShouldBe(1);

        await _app.Pipeline.Settle(batch, None);

        _measured.Sum("credits.events.dead_lettered").ShouldBe(2);
    }

    [Fact]
    public async Task What_is_burned_is_counted_to_the_millionth_by_meter_and_credit_type()
    {
        var id = await _app.Open(rateCard: await _app.Price(0.000_003m));

        await _app.Pipeline.Settle(Batches.Of(Given.Events(id, 0, 4)), None);

        _measured.Sum("credits.burned", $"meter={Given.Meter}", "credit_type=credits").ShouldBe(12);
    }

    [Fact]
    public async Task A_duplicate_burns_nothing()
    {
        var batch = Batches.Of(Given.Events(await _app.Open(), 0, 2));
        await _app.Pipeline.Settle(batch, None);
        var burned = _measured.Sum("credits.burned");

        await _app.Pipeline.Settle(batch, None);

        _measured.Sum("credits.burned").ShouldBe(burned);
    }

    [Fact]
    public async Task A_commit_that_comes_too_late_is_a_conflict_and_burns_once()
    {
        var id = await _app.Open();
        await _app.Book(Given.Event(id, "first"));
        await new Instance(_storage, _accounts).Book(Given.Event(id, "another's"));
        var (attempts, burned) = (_measured.Sum("credits.commit.attempts"), _measured.Sum("credits.burned"));

        await _app.Book(Given.Event(id, "late"));

        _measured.Sum("credits.commit.conflicts").ShouldBe(1);
        (_measured.Sum("credits.commit.attempts") - attempts).ShouldBe(2);
        (_measured.Sum("credits.burned") - burned).ShouldBe(1_000_000);
    }

    [Fact]
    public async Task The_oldest_message_of_a_batch_says_how_long_it_took()
    {
        var batch = Batches.Of(Given.Events(await _app.Open(), 0, 2));
        batch = batch with { Messages = [batch.Messages[0] with { EnqueuedAt = Given.Noon.AddSeconds(-7) }, batch.Messages[1] with { EnqueuedAt = Given.Noon.AddSeconds(-3) }] };

        await _app.Pipeline.Settle(batch, None);

        _measured.Times("credits.ingest.delay").ShouldBe(1);
        _measured.Sum("credits.ingest.delay").ShouldBe(7);
    }

    [Fact]
    public async Task An_account_that_cannot_be_worked_with_is_counted()
    {
        var id = await _app.Open();
        await _app.Ledger.Alter(id, "account", document => document["head"] = "broken");

        await _app.Pipeline.Settle(Batches.Of(Given.Events(id, 0, 2)), None);

        _measured.Sum("credits.accounts.faulted").ShouldBe(1);
    }

    [Theory]
    [InlineData("read", 1)]
    [InlineData("query", 1)]
    [InlineData("commit", 1)]
    public async Task What_Cosmos_DB_charges_is_counted_by_what_was_done(string operation, int charge)
    {
        using var cosmos = new CosmosClient(
            _accounts.ConnectionString, new() { ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true, CustomHandlers = { new RequestCharges(_measured.Instruments) } });
        var ledger = new Ledger(cosmos.GetContainer(_accounts.Container.Database.Id, _accounts.Container.Id));
        var id = Given.NewAccount();
        if (operation == "commit")
        {
            await ledger.Open(id);
        }
        else if (operation == "read")
        {
            await ledger.Store.Load(id, None);
        }
        else
        {
            await ledger.Documents(id);
        }

        _measured.Sum("credits.cosmos.request_charge", $"operation={operation}").ShouldBe(charge);
    }

    [Fact]
    public async Task Every_one_stands_in_the_document()
    {
        var document = await File.ReadAllTextAsync(BicepCompiler.Path("../docs/observability.md"));

        _measured.Published.Count.ShouldBeGreaterThan(15);
        _measured.Published.Where(instrument => !document.Contains($"| `{instrument.Name}` | {instrument.Unit} |", StringComparison.Ordinal)).Select(instrument => instrument.Name).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("credits.topups", typeof(Outcomes.TopUp))]
    [InlineData("credits.due.accounts", typeof(Outcomes.DueAccount))]
    [InlineData("credits.alerts.deliveries", typeof(Outcomes.Delivery))]
    public async Task Every_outcome_stands_in_the_document_and_no_other(string metric, Type outcomes)
    {
        var rows = await File.ReadAllLinesAsync(BicepCompiler.Path("../docs/observability.md"));
        var tags = rows.Single(row => row.StartsWith($"| `{metric}` |", StringComparison.Ordinal)).Split("`outcome`: ")[1];

        Quoted().Matches(tags).Select(word => word.Groups[1].Value).ShouldBe(outcomes.GetFields().Select(outcome => (string)outcome.GetRawConstantValue()!), ignoreOrder: true);
    }

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Quoted();
}
