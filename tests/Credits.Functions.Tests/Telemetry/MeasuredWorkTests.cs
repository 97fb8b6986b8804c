using System.Diagnostics;
using Credits.Functions.Alerts;
using Credits.Functions.Purchases;
using Credits.Functions.Storage.Due;
using Credits.Functions.Telemetry;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Deliveries;
using Credits.Functions.Tests.Due;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Tests.TopUps;
using Credits.Functions.TopUps;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Telemetry;

/// <summary>What is measured beside the path of events.</summary>
[Collection(RunningStorage.Collection)]
public sealed class MeasuredWorkTests(RunningStorage storage, RunningAccounts accounts) : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Measurements _measured = new();

    public void Dispose() => _measured.Dispose();

    [Fact]
    public async Task Each_attempt_to_deliver_is_counted_by_what_became_of_it()
    {
        await using var receiver = await WebhookReceiver.Start();
        using var desk = new AlertDesk(storage);
        await desk.Make(new(receiver.Url));
        receiver.Answer = (503, "");
        await desk.TellAndTry();
        receiver.Answer = (204, "");
        await desk.TryWhenDue();
        receiver.Answer = (410, "");
        await desk.Tell(desk.Event("18-balance.below", AlertTypes.BalanceBelow));
        await desk.Work.Run(desk.Owner, (await desk.All())[0].Id, None);

        foreach (var outcome in (string[])["failed", "delivered", "given_up"]) desk.Measured.Sum("credits.alerts.deliveries", $"outcome={outcome}").ShouldBe(1, outcome);
    }

    [Fact]
    public async Task Every_attempt_is_in_the_trace_that_it_was_told_in_and_says_so_to_whom_it_tells()
    {
        using var listening = new Listening();
        await using var receiver = await WebhookReceiver.Start();
        using var desk = new AlertDesk(storage);
        await desk.Make(new(receiver.Url));
        receiver.Answer = (503, "");
        using (Spans.Follow("tell", ActivityKind.Consumer, listening.TraceParent)) await desk.Tell(desk.Event());

        await desk.TryWhenDue();
        await desk.TryWhenDue();

        var attempts = listening.Ended("deliver");
        attempts.Select(span => span.ParentSpanId).Distinct().ShouldBe([listening.Ended("tell").ShouldHaveSingleItem().SpanId]);
        receiver.Received.Select(webhook => webhook.TraceParent).ShouldBe(attempts.Select(span => span.Id));
        receiver.Received.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_alert_that_nobody_traces_is_sent_without_a_trace()
    {
        await using var receiver = await WebhookReceiver.Start();
        using var desk = new AlertDesk(storage);
        await desk.Make(new(receiver.Url));

        (await desk.TellAndTry()).TraceParent.ShouldBeNull();

        receiver.Received.ShouldHaveSingleItem().TraceParent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Due_accounts_are_counted_by_what_became_of_them_and_their_backlog_is_measured()
    {
        await new DueChunks(storage.Queues).Add([], None);
        var engine = new DueEngine(accounts.Container, storage.Queues, storage.Tables, Given.Noon, _measured.Instruments);

        await engine.Scan.Run(None);
        await engine.Work.Run([Given.NewAccount(), Given.NewAccount()], None);

        _measured.Sum("credits.due.backlog").ShouldBeGreaterThanOrEqualTo(1);
        (_measured.Sum("credits.due.accounts", "outcome=settled"), _measured.Sum("credits.due.accounts", "outcome=failed")).ShouldBe((2, 0));
    }

    [Fact]
    public async Task A_payment_for_which_nothing_can_be_granted_is_counted()
    {
        var parked = new ParkedPayments(new(storage.Tables), _measured.Instruments, TimeProvider.System, NullLogger<ParkedPayments>.Instance);

        await parked.Note($"pi_{Guid.NewGuid():N}", account: null, Settlement.Parked(ParkReasons.UnknownAccount, "nobody's"), None);
        await parked.Note($"pi_{Guid.NewGuid():N}", account: null, new(SettlementOutcome.Settled), None);

        _measured.Sum("credits.payments.parked").ShouldBe(1);
    }

    [Fact]
    public async Task A_payment_that_is_looked_at_again_is_counted_once()
    {
        var parked = new ParkedPayments(new(storage.Tables), _measured.Instruments, TimeProvider.System, NullLogger<ParkedPayments>.Instance);
        var payment = $"pi_{Guid.NewGuid():N}";

        for (var look = 0; look < 2; look++) await parked.Note(payment, account: null, Settlement.Parked(ParkReasons.UnknownAccount, "nobody's"), None);

        _measured.Sum("credits.payments.parked").ShouldBe(1);
    }

    [Fact]
    public async Task Due_accounts_that_the_store_keeps_from_being_settled_are_counted()
    {
        AccountId[] chunk = [Given.NewAccount(), Given.NewAccount()];
        using var faults = accounts.FaultsFor(chunk[0]);
        faults.Next.FailNext(100);

        await Should.ThrowAsync<AggregateException>(() => new DueEngine(accounts.Container, storage.Queues, storage.Tables, Given.Noon, _measured.Instruments).Work.Run(chunk, None));

        (_measured.Sum("credits.due.accounts", "outcome=unreached"), _measured.Sum("credits.due.accounts", "outcome=settled")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_top_up_that_waits_is_not_counted_as_paused()
    {
        using var desk = new TopUpDesk(storage, accounts);
        await desk.Open();
        await desk.Configure(settings => settings with { Limits = settings.Limits with { Paused = true } });

        await desk.Begin();
        await desk.Pause(TopUpReasons.Refused);

        (desk.Measured.Sum("credits.topups", "outcome=waiting"), desk.Measured.Sum("credits.topups", "outcome=paused")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task An_automatic_top_up_is_counted_by_what_became_of_it()
    {
        using var desk = new TopUpDesk(storage, accounts);
        await desk.Open();
        await desk.Begin();

        await desk.Settle((await desk.Charge()).Payment!);

        desk.Measured.Sum("credits.topups", "outcome=succeeded").ShouldBe(1);
    }
}
