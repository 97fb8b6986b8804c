using System.Runtime.CompilerServices;
using Credits.Functions.Ingest;
using Credits.Functions.Storage.Ingest;
using Credits.Functions.Telemetry;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Tests.Telemetry;
using Credits.Functions.Tests.Usage;
using Credits.Functions.Usage;
using Credits.Grants;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Ingest;

[Collection(RunningStorage.Collection)]
public sealed class ReconciliationTests(RunningStorage storage, RunningAccounts accounts)
{
    private const string Stalled = "credits.ingest.stalled";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Instance _app = new(storage, accounts);

    // Two minutes after the messages were enqueued, unless a test says otherwise.
    private readonly FakeTimeProvider _clock = new(Given.Noon.AddMinutes(2));

    [Fact]
    public async Task A_batch_that_the_trigger_passed_over_is_settled()
    {
        var account = await _app.Open(granted: 100);
        var hub = new KeptMessages(Batches.Of(Given.Events(account, 0, 10)));
        await Settle(hub, 0..3);
        await Settle(hub, 7..10);

        (await Reconcile(hub)).ShouldBe(4);

        (await Burned(account)).ShouldBe(10);
        var progress = await Progress(hub);
        (progress.Settled.ToString(), progress.ReRead, progress.Outcomes.Booked).ShouldBe(("0-9", 4, 10));
    }

    [Fact]
    public async Task What_is_behind_read_again_and_lost_is_measured()
    {
        using var measured = new Measurements();
        var hub = new KeptMessages(Batches.Of(Given.Events(await _app.Open(granted: 100), 0, 10)), firstKept: 2);
        await Settle(hub, 0..1);
        await Settle(hub, 7..10);

        await Reconcile(hub, instruments: measured.Instruments);

        measured.Sum("credits.ingest.lag", $"partition={hub.Batch.Partition}").ShouldBe(6);
        measured.Sum("credits.ingest.lost").ShouldBe(1);
        measured.Sum("credits.ingest.reread").ShouldBe(5);
    }

    [Fact]
    public async Task How_long_the_oldest_message_waits_that_the_trigger_left_is_measured()
    {
        using var measured = new Measurements();
        var hub = new KeptMessages(Batches.Of(Given.Events(await _app.Open(granted: 100), 0, 10)));

        await Reconcile(hub, at: Given.Noon.AddMinutes(20), instruments: measured.Instruments);

        measured.Sum(Stalled, $"partition={hub.Batch.Partition}").ShouldBe(20 * 60);
    }

    [Fact]
    public async Task An_event_that_cannot_be_committed_grows_old_however_much_is_settled_beside_it()
    {
        using var measured = new Measurements();
        var (failing, sound) = (await _app.Open(granted: 100), await _app.Open(granted: 100));
        var hub = new KeptMessages(Batches.Of(Given.Events(failing, 0, 3).Concat(Given.Events(sound, 0, 9))));
        using var faults = accounts.FaultsFor(failing);
        faults.Next.FailNext(100);
        await Should.ThrowAsync<AggregateException>(() => Reconcile(hub));

        await Should.ThrowAsync<AggregateException>(() => Reconcile(hub, at: Given.Noon.AddMinutes(20), instruments: measured.Instruments));

        (await Progress(hub)).Settled.ToString().ShouldBe("3-11");
        measured.Sum(Stalled, $"partition={hub.Batch.Partition}").ShouldBe(20 * 60);
    }

    [Fact]
    public async Task Where_the_trigger_leaves_nothing_nothing_waits()
    {
        using var measured = new Measurements();
        var hub = new KeptMessages(Batches.Of(Given.Events(await _app.Open(granted: 100), 0, 10)));
        await Settle(hub, 0..10);

        await Reconcile(hub, at: Given.Noon.AddDays(3), instruments: measured.Instruments);

        (measured.Times(Stalled), measured.Sum(Stalled)).ShouldBe((1, 0));
    }

    [Fact]
    public async Task What_cannot_be_read_waits_since_something_was_last_settled()
    {
        using var measured = new Measurements();
        var kept = new KeptMessages(Batches.Of(Given.Events(await _app.Open(granted: 100), 0, 10)));
        await Settle(kept, 0..3);
        var hub = new Mock<IUsageHub>();
        hub.Setup(it => it.Partitions(None)).Returns(kept.Partitions(None));
        hub.Setup(it => it.BoundsOf(kept.Batch.Partition, None)).Returns(kept.BoundsOf(kept.Batch.Partition, None));
        hub.Setup(it => it.Read(It.IsAny<string>(), It.IsAny<SequenceRange>(), None)).Throws(new TimeoutException("no answer"));

        await Should.ThrowAsync<AggregateException>(() => Reconcile(hub.Object, at: Given.Noon.AddMinutes(20), instruments: measured.Instruments));

        measured.Sum(Stalled).ShouldBe(20 * 60);
    }

    [Fact]
    public async Task A_second_run_finds_nothing_to_do()
    {
        var account = await _app.Open(granted: 100);
        var hub = new KeptMessages(Batches.Of(Given.Events(account, 0, 10)));
        await Settle(hub, 7..10);
        await Reconcile(hub);

        (await Reconcile(hub)).ShouldBe(0);

        (await Burned(account)).ShouldBe(10);
    }

    [Fact]
    public async Task What_the_trigger_settles_meanwhile_is_debited_once()
    {
        var account = await _app.Open(granted: 100);
        var hub = new KeptMessages(Batches.Of(Given.Events(account, 0, 10)));
        await Settle(hub, 7..10);

        await Task.WhenAll(Reconcile(hub), Settle(hub, 0..7), Reconcile(hub, new Instance(storage, accounts)));

        (await Burned(account)).ShouldBe(10);
    }

    [Fact]
    public async Task What_comes_after_the_last_batch_is_left_to_a_trigger_that_goes_on()
    {
        var hub = new KeptMessages(Batches.Of(Given.Events(await _app.Open(), 0, 10)));
        await Settle(hub, 0..3);

        (await Reconcile(hub, at: Given.Noon.AddSeconds(59))).ShouldBe(0);
        (await Progress(hub)).Settled.ToString().ShouldBe("0-2");
    }

    [Fact]
    public async Task What_comes_after_the_last_batch_is_settled_when_the_trigger_has_stopped()
    {
        var hub = new KeptMessages(Batches.Of(Given.Events(await _app.Open(), 0, 10)));
        await Settle(hub, 0..3);

        (await Reconcile(hub)).ShouldBe(7);
        (await Progress(hub)).Settled.ToString().ShouldBe("0-9");
    }

    [Fact]
    public async Task A_partition_whose_very_first_batch_was_passed_over_is_settled()
    {
        var hub = new KeptMessages(Batches.Of(Given.Events(await _app.Open(), 0, 10)));

        (await Reconcile(hub)).ShouldBe(10);
    }

    [Fact]
    public async Task A_message_younger_than_the_grace_waits_for_the_next_run()
    {
        var hub = new KeptMessages(Batches.Of(Given.Events(await _app.Open(), 0, 10)), youngFrom: 5);

        (await Reconcile(hub)).ShouldBe(5);
        (await Progress(hub)).Settled.ToString().ShouldBe("0-4");
    }

    [Fact]
    public async Task What_the_run_before_left_of_a_trigger_that_has_stopped_is_settled_by_the_next_one()
    {
        // A batch ends after its run has begun.
        _clock.AutoAdvanceAmount = TimeSpan.FromMilliseconds(10);
        var app = new Instance(storage, accounts, batchClock: _clock);
        var batch = Batches.Of(Given.Events(await app.Open(), 0, 10));
        await Reconcile(new KeptMessages(batch, youngFrom: 5), app);

        (await Reconcile(new KeptMessages(batch), app, at: Given.Noon.AddMinutes(3))).ShouldBe(5);
    }

    [Fact]
    public async Task What_waits_for_a_fuller_batch_is_left_to_the_trigger_though_nothing_was_settled_for_long()
    {
        using var measured = new Measurements();
        var hub = new KeptMessages(Batches.Of(Given.Events(await _app.Open(), 0, 10)), youngFrom: 3);
        await Settle(hub, 0..3);

        (await Reconcile(hub, at: Given.Noon.AddMinutes(2).AddSeconds(30), instruments: measured.Instruments)).ShouldBe(0);

        measured.Sum("credits.ingest.lag", $"partition={hub.Batch.Partition}").ShouldBe(7);
        measured.Sum(Stalled, $"partition={hub.Batch.Partition}").ShouldBe(30);
    }

    [Fact]
    public async Task What_retention_has_removed_is_reported_as_lost_once_and_the_rest_is_settled()
    {
        var account = await _app.Open(granted: 100);
        var hub = new KeptMessages(Batches.Of(Given.Events(account, 0, 10)), firstKept: 5);
        await Settle(hub, 0..2);
        await Settle(hub, 8..10);
        var log = new Mock<ILogger<Reconciliation>>();
        log.Setup(logger => logger.IsEnabled(It.IsAny<LogLevel>())).Returns(true);

        (await Reconcile(hub, log: log.Object)).ShouldBe(3);
        (await Reconcile(hub, log: log.Object)).ShouldBe(0);

        var progress = await Progress(hub);
        (progress.Settled.ToString(), progress.Lost.ToString()).ShouldBe(("0-9", "2-4"));
        (await Burned(account)).ShouldBe(7);
        log.Invocations.Where(call => call.Method.Name == nameof(ILogger.Log) && call.Arguments[0].Equals(LogLevel.Critical))
            .ShouldHaveSingleItem().Arguments[2].ToString().ShouldStartWith("3 messages, 2-4, of partition");
    }

    [Fact]
    public async Task What_is_lost_and_what_waits_to_be_read_again_are_shown_with_their_ranges()
    {
        var hub = new KeptMessages(Batches.Of(Given.Events(await _app.Open(), 0, 10)), firstKept: 5, youngFrom: 6);
        await Settle(hub, 0..2);
        await Settle(hub, 8..9);
        await Reconcile(hub);

        var shown = IngestView.Of([PartitionView.Of(await hub.BoundsOf(hub.Batch.Partition, None), await Progress(hub))]);

        (shown.Lost, shown.ReRead, shown.Lag).ShouldBe((3, 1, 3));
        var partition = shown.Partitions.Single();
        (partition.LastEnqueued, partition.BookedThrough).ShouldBe((9, 8));
        partition.Lost.ShouldBe([new(First: 2, Last: 4, Count: 3)]);
        partition.Gaps.ShouldBe([new(First: 6, Last: 7, Count: 2)]);
    }

    [Fact]
    public async Task Of_another_hub_that_numbers_its_messages_anew_each_is_settled()
    {
        var account = await _app.Open(granted: 100);
        var hub = new KeptMessages(Batches.Of(Given.Events(account, 0, 10)));
        await _app.Ingest.Advance(hub.Batch.Partition, [new(0, 999_999)], default, reRead: 0, None);
        await Settle(hub, 8..10);
        var reconciliation = Reconciliation(hub);

        (await reconciliation.Run(None)).ShouldBe(0, "the hub may not know yet of what it took");
        (await reconciliation.Run(None)).ShouldBe(10);

        (await Burned(account)).ShouldBe(10);
        (await Progress(hub)).Settled.ToString().ShouldBe("0-9");
    }

    [Fact]
    public async Task A_hub_that_does_not_know_yet_of_what_it_took_is_no_other()
    {
        var partition = $"{Guid.NewGuid():N}";
        var hub = new Mock<IUsageHub>();
        hub.Setup(it => it.Partitions(None)).ReturnsAsync([partition]);
        hub.Setup(it => it.BoundsOf(partition, None)).ReturnsAsync(new PartitionBounds(partition, FirstKept: 0, LastEnqueued: 4));
        var reconciliation = Reconciliation(hub.Object);
        await _app.Ingest.Advance(partition, [new(0, 4)], default, reRead: 0, None);
        await reconciliation.Run(None);

        await _app.Ingest.Advance(partition, [new(5, 9)], default, reRead: 0, None);
        await reconciliation.Run(None);

        (await Progress(partition)).Settled.ToString().ShouldBe("0-9");
    }

    [Fact]
    public async Task A_hub_whose_only_message_is_gone_is_no_other()
    {
        var partition = $"{Guid.NewGuid():N}";
        var hub = new Mock<IUsageHub>();
        hub.Setup(it => it.Partitions(None)).ReturnsAsync([partition]);
        hub.Setup(it => it.BoundsOf(partition, None)).ReturnsAsync(new PartitionBounds(partition, FirstKept: 0, LastEnqueued: -1));
        await _app.Ingest.Advance(partition, [new(0, 0)], default, reRead: 0, None);
        var reconciliation = Reconciliation(hub.Object);

        await reconciliation.Run(None);
        await reconciliation.Run(None);

        (await Progress(partition)).Settled.ToString().ShouldBe("0");
    }

    [Fact]
    public async Task What_was_gone_before_the_app_settled_anything_is_not_its_loss()
    {
        var hub = new KeptMessages(Batches.Of(Given.Events(await _app.Open(), 0, 10)), firstKept: 5);

        (await Reconcile(hub)).ShouldBe(5);
        (await Progress(hub)).Lost.ShouldBe(SequenceRanges.None);
    }

    [Fact]
    public async Task A_partition_that_cannot_be_read_does_not_keep_the_others_from_being_settled()
    {
        var account = await _app.Open(granted: 100);
        var (readable, unreadable) = (new KeptMessages(Batches.Of(Given.Events(account, 0, 10))), $"{Guid.NewGuid():N}");
        var hub = new Mock<IUsageHub>();
        hub.Setup(it => it.Partitions(None)).ReturnsAsync([unreadable, .. await readable.Partitions(None)]);
        hub.Setup(it => it.BoundsOf(unreadable, None)).ReturnsAsync(new PartitionBounds(unreadable, FirstKept: 0, LastEnqueued: 9));
        hub.Setup(it => it.BoundsOf(readable.Batch.Partition, None)).Returns(readable.BoundsOf(readable.Batch.Partition, None));
        hub.Setup(it => it.Read(It.IsAny<string>(), It.IsAny<SequenceRange>(), None)).Throws(new TimeoutException("no answer"));
        hub.Setup(it => it.Read(readable.Batch.Partition, It.IsAny<SequenceRange>(), None)).Returns((string partition, SequenceRange range, CancellationToken stop) => readable.Read(partition, range, stop));

        var failed = await Should.ThrowAsync<AggregateException>(() => Reconcile(hub.Object));

        failed.InnerExceptions.ShouldHaveSingleItem().ShouldBeOfType<TimeoutException>();
        (await Burned(account)).ShouldBe(10);
    }

    [Fact]
    public async Task A_partition_that_takes_long_does_not_keep_the_others_waiting()
    {
        var account = await _app.Open(granted: 100);
        var (slow, quick) = (new KeptMessages(Batches.Of(Given.Events(account, 0, 2))), new KeptMessages(Batches.Of(Given.Events(account, 2, 4))));
        var quickIsRead = new TaskCompletionSource();
        var hub = new Mock<IUsageHub>();
        hub.Setup(it => it.Partitions(None)).ReturnsAsync([.. await slow.Partitions(None), .. await quick.Partitions(None)]);
        hub.Setup(it => it.BoundsOf(slow.Batch.Partition, None)).Returns(slow.BoundsOf(slow.Batch.Partition, None));
        hub.Setup(it => it.BoundsOf(quick.Batch.Partition, None)).Returns(quick.BoundsOf(quick.Batch.Partition, None));
        hub.Setup(it => it.Read(slow.Batch.Partition, It.IsAny<SequenceRange>(), None)).Returns((string _, SequenceRange range, CancellationToken _) => Slow(range));
        hub.Setup(it => it.Read(quick.Batch.Partition, It.IsAny<SequenceRange>(), None)).Returns((string _, SequenceRange range, CancellationToken _) => Quick(range));

        (await Reconcile(hub.Object)).ShouldBe(6);

        async IAsyncEnumerable<UsageMessage[]> Slow(SequenceRange range)
        {
            await quickIsRead.Task.WaitAsync(Patience);
            await foreach (var messages in slow.Read(slow.Batch.Partition, range, None)) yield return messages;
        }

        async IAsyncEnumerable<UsageMessage[]> Quick(SequenceRange range)
        {
            await foreach (var messages in quick.Read(quick.Batch.Partition, range, None)) yield return messages;
            quickIsRead.TrySetResult();
        }
    }

    [Fact]
    public async Task A_partition_that_cannot_be_asked_does_not_keep_the_others_from_being_settled()
    {
        var account = await _app.Open(granted: 100);
        var (sound, silent) = (new KeptMessages(Batches.Of(Given.Events(account, 0, 10))), $"{Guid.NewGuid():N}");
        var hub = new Mock<IUsageHub>();
        hub.Setup(it => it.Partitions(None)).ReturnsAsync([silent, sound.Batch.Partition]);
        hub.Setup(it => it.BoundsOf(silent, None)).ThrowsAsync(new TimeoutException("no answer"));
        hub.Setup(it => it.BoundsOf(sound.Batch.Partition, None)).Returns(sound.BoundsOf(sound.Batch.Partition, None));
        hub.Setup(it => it.Read(sound.Batch.Partition, It.IsAny<SequenceRange>(), None)).Returns((string partition, SequenceRange range, CancellationToken stop) => sound.Read(partition, range, stop));

        await Should.ThrowAsync<AggregateException>(() => Reconcile(hub.Object));

        (await Burned(account)).ShouldBe(10);
    }

    [Fact]
    public async Task What_the_trigger_settled_since_the_run_began_is_not_read_again()
    {
        var kept = new KeptMessages(Batches.Of(Given.Events(await _app.Open(granted: 100), 0, 10)));
        var hub = new Mock<IUsageHub>();
        hub.Setup(it => it.Partitions(None)).Returns(kept.Partitions(None));
        hub.Setup(it => it.BoundsOf(kept.Batch.Partition, None)).Returns(async () =>
        {
            await Settle(kept, 0..10);
            return await kept.BoundsOf(kept.Batch.Partition, None);
        });

        (await Reconcile(hub.Object)).ShouldBe(0);
    }

    [Fact]
    public async Task What_takes_too_long_is_gone_on_with_by_the_next_run_where_it_ended()
    {
        var (failing, sound) = (await _app.Open(granted: 100), await _app.Open(granted: 100));
        var hub = new KeptMessages(Batches.Of(Given.Events(failing, 0, 3).Concat(Given.Events(sound, 0, 3))), whenRead: () => _clock.Advance(global::Credits.Functions.Ingest.Reconciliation.MaxTime));
        var reconciliation = Reconciliation(hub);
        using (var faults = accounts.FaultsFor(failing))
        {
            faults.Next.FailNext(100);
            await Should.ThrowAsync<AggregateException>(reconciliation.Run(None));
            (await Burned(sound)).ShouldBe(0, "the time was up");

            (await reconciliation.Run(None)).ShouldBe(3);
            (await Burned(sound)).ShouldBe(3);
        }

        (await reconciliation.Run(None)).ShouldBe(3, "what failed is tried again");
        (await Burned(failing)).ShouldBe(3);
    }

    [Fact]
    public async Task What_was_too_young_to_be_tried_comes_before_what_is_younger()
    {
        const long far = 1_000_000;
        var account = await _app.Open(granted: 100);
        var batch = Batches.Of(Given.Events(account, 0, 2));
        batch = batch with { Messages = [batch.Messages[0], batch.Messages[1] with { SequenceNumber = far }] };
        var hub = new KeptMessages(batch, youngFrom: 0);
        var reconciliation = Reconciliation(hub);
        (await reconciliation.Run(None)).ShouldBe(0);

        hub.YoungFrom = far;
        (await reconciliation.Run(None)).ShouldBe(1);

        (await Progress(hub)).Settled.ToString().ShouldBe("0");
    }

    [Fact]
    public async Task What_nothing_was_ever_settled_of_is_lost_when_retention_removes_it()
    {
        var account = await _app.Open(granted: 100);
        var batch = Batches.Of(Given.Events(account, 0, 10));
        using (var faults = accounts.FaultsFor(account))
        {
            faults.Next.FailNext(100);
            await Should.ThrowAsync<AggregateException>(() => Reconcile(new KeptMessages(batch)));
        }

        var later = new KeptMessages(batch, firstKept: 5);
        (await Reconcile(later)).ShouldBe(5);

        (await Progress(later)).Lost.ToString().ShouldBe("0-4");
    }

    [Fact]
    public async Task Messages_that_cannot_be_settled_do_not_keep_those_after_them_from_it()
    {
        var (failing, sound) = (await _app.Open(granted: 100), await _app.Open(granted: 100));
        var hub = new KeptMessages(Batches.Of(Given.Events(failing, 0, 3).Concat(Given.Events(sound, 0, 9))));
        await Settle(hub, 6..7);
        await Settle(hub, 11..12);
        using (var faults = accounts.FaultsFor(failing))
        {
            faults.Next.FailNext(100);
            await Should.ThrowAsync<AggregateException>(() => Reconcile(hub));
        }

        (await Progress(hub)).Settled.ToString().ShouldBe("3-11");
        (await Burned(sound)).ShouldBe(9);

        (await Reconcile(hub)).ShouldBe(3);
        (await Burned(failing)).ShouldBe(3);
    }

    private Task<IngestOutcomes> Settle(KeptMessages hub, System.Range messages) => _app.Pipeline.Settle(hub.Batch with { Messages = [.. hub.Batch.Messages[messages]] }, None);

    private Task<long> Reconcile(IUsageHub hub, Instance? app = null, DateTimeOffset? at = null, ILogger<Reconciliation>? log = null, Instruments? instruments = null)
    {
        if (at is { } time) _clock.AdjustTime(time);
        return Reconciliation(hub, app, log, instruments).Run(None);
    }

    private Reconciliation Reconciliation(IUsageHub hub, Instance? app = null, ILogger<Reconciliation>? log = null, Instruments? instruments = null) =>
        new(hub, (app ?? _app).Ingest, (app ?? _app).Pipeline, instruments ?? Measurements.Unheard, Options.Create(new IngestOptions()), _clock, log ?? NullLogger<Reconciliation>.Instance);

    private async Task<decimal> Burned(AccountId account) => (await _app.Ledger.Load(account)).Account.TotalsOf(CreditType.Default).Burned.Millionths / 1_000_000m;

    private Task<IngestProgress> Progress(KeptMessages hub) => Progress(hub.Batch.Partition);

    private async Task<IngestProgress> Progress(string partition) => (await _app.Ingest.List(None)).Single(progress => progress.Partition == partition);

    /// <summary>One partition whose messages are still kept from one on, a few at a time.</summary>
    private sealed class KeptMessages(EventHubBatch batch, long firstKept = 0, long youngFrom = long.MaxValue, Action? whenRead = null) : IUsageHub
    {
        private const int AtATime = 3;

        public EventHubBatch Batch { get; } = batch;

        public long YoungFrom { get; set; } = youngFrom;

        public Task<string[]> Partitions(CancellationToken cancellation) => Task.FromResult<string[]>([Batch.Partition]);

        public Task<PartitionBounds> BoundsOf(string partition, CancellationToken cancellation) =>
            Task.FromResult<PartitionBounds>(new(partition, firstKept, Batch.Messages[^1].SequenceNumber));

        public async IAsyncEnumerable<UsageMessage[]> Read(string partition, SequenceRange range, [EnumeratorCancellation] CancellationToken cancellation)
        {
            var kept = Batch.Messages.Where(message => message.SequenceNumber >= Math.Max(firstKept, range.First) && message.SequenceNumber <= range.Last);
            await foreach (var messages in kept.Select(message => message.SequenceNumber < YoungFrom ? message : message with { EnqueuedAt = message.EnqueuedAt.AddMinutes(2) }).Chunk(AtATime).ToAsyncEnumerable())
            {
                whenRead?.Invoke();
                yield return messages;
            }
        }
    }
}
