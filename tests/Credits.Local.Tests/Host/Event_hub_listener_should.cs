using System.Collections.Concurrent;
using Credits.Local.EventHubs;
using Credits.Local.Host;
using Credits.Local.Host.Rpc;
using Credits.Local.Tests.Cosmos;
using Credits.Local.Tests.EventHubs;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host;

public sealed class Event_hub_listener_should : IAsyncLifetime
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly EventHubSettings AtOnce = new() { MaxEventBatchSize = 4 };
    private static readonly EventHubSettings Patient = AtOnce with { MinEventBatchSize = 3, MaxWaitTime = Wait };

    private readonly TemporaryDirectory _data = new();
    private readonly ManualClock _clock = new();
    private readonly ConcurrentQueue<string> _invoked = new();
    private RunningHub _hub = null!;
    private CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    private string[] Invoked => [.. _invoked];

    public async Task InitializeAsync() => _hub = await RunningHub.Start(_data.Path);

    public async Task DisposeAsync()
    {
        await Stop();
        await _hub.DisposeAsync();
        _data.Dispose();
        _stopping.Dispose();
    }

    [Fact]
    public async Task Deliver_at_once_what_is_there_when_it_waits_for_no_more()
    {
        await _hub.Send("a", "b");
        Listen(AtOnce);
        await Until.Holds(() => Invoked is ["0-1"], "the first batch");

        await _hub.Send("c");

        await Until.Holds(() => Invoked is ["0-1", "2-2"], "the second batch");
        _clock.IsAwaited.ShouldBeFalse();
    }

    [Fact]
    public async Task Deliver_when_as_many_are_there_as_it_waits_for()
    {
        Checkpoint();
        Listen(Patient);
        await _hub.Send("a", "b");
        await UntilItWaits();
        Invoked.ShouldBeEmpty();

        await _hub.Send("c");

        await Until.Holds(() => Invoked is ["0-2"], "the full batch");
    }

    [Fact]
    public async Task Deliver_what_is_there_when_the_wait_is_over()
    {
        Checkpoint();
        Listen(Patient);
        await _hub.Send("a");
        await UntilItWaits();
        _clock.Advance(Wait - TimeSpan.FromTicks(1));
        await _hub.Send("b");
        Invoked.ShouldBeEmpty();

        _clock.Advance(TimeSpan.FromTicks(1));

        await Until.Holds(() => Invoked is ["0-1"], "the partial batch");
    }

    [Fact]
    public async Task Keep_what_is_more_than_a_batch_may_have_for_the_next()
    {
        Checkpoint();
        await _hub.Send("a", "b", "c", "d", "e");
        Listen(Patient);
        await Until.Holds(() => Invoked is ["0-3"], "the fullest batch");

        await UntilItWaits();
        _clock.Advance(Wait);

        await Until.Holds(() => Invoked is ["0-3", "4-4"], "the rest");
    }

    [Fact]
    public async Task Wait_anew_for_each_batch()
    {
        Checkpoint();
        Listen(Patient);
        await _hub.Send("a");
        await UntilItWaits();
        _clock.Advance(Wait);
        await Until.Holds(() => Invoked is ["0-0"] && !_clock.IsAwaited, "the first batch");

        _clock.Advance(Wait);
        await _hub.Send("b");
        await UntilItWaits();
        _clock.Advance(Wait - TimeSpan.FromTicks(1));
        Invoked.ShouldBe(["0-0"]);

        _clock.Advance(TimeSpan.FromTicks(1));
        await Until.Holds(() => Invoked is ["0-0", "1-1"], "the second batch");
    }

    [Fact]
    public async Task Deliver_the_first_batch_at_once_when_there_is_no_checkpoint()
    {
        await _hub.Send("a");

        Listen(Patient);

        await Until.Holds(() => Invoked is ["0-0"], "the first batch");
    }

    [Fact]
    public async Task Deliver_the_first_batch_after_a_start_at_once_when_the_checkpoint_is_as_old_as_the_wait_is_long()
    {
        Checkpoint();
        _clock.Advance(Wait);
        await _hub.Send("a");

        Listen(Patient);

        await Until.Holds(() => Invoked is ["0-0"], "the first batch");
    }

    [Fact]
    public async Task Wait_with_the_first_batch_after_a_start_only_for_what_is_left_since_the_checkpoint()
    {
        Checkpoint();
        _clock.Advance(TimeSpan.FromSeconds(20));
        await _hub.Send("a");
        Listen(Patient);
        await UntilItWaits();

        _clock.Advance(Wait - TimeSpan.FromSeconds(20));

        await Until.Holds(() => Invoked is ["0-0"], "the first batch");
    }

    [Fact]
    public async Task Leave_the_checkpoint_when_it_is_stopped_while_events_wait_and_bring_them_after_the_next_start()
    {
        Checkpoint();
        Listen(Patient);
        await _hub.Send("a", "b");
        await UntilItWaits();

        await Stop();
        (Invoked.Length, Delivered).ShouldBe((0, -1));

        Listen(Patient);
        await _hub.Send("c");
        await Until.Holds(() => Invoked is ["0-2"], "all that waited");
        await Until.Holds(() => Delivered == 2, "the checkpoint to move");
    }

    [Fact]
    public async Task Try_a_partial_batch_again_as_it_was_and_move_the_checkpoint_only_then()
    {
        Checkpoint();
        var tries = 0;
        Listen(Patient, () => ++tries switch
        {
            1 => Task.FromException(new FunctionFailedException("Count", "no")),
            2 => Task.FromException(new WorkerDiedException("killed")),
            _ => Task.CompletedTask,
        });
        await _hub.Send("a");
        await UntilItWaits();
        _clock.Advance(Wait);
        await Until.Holds(() => Invoked is ["0-0"] && _clock.IsAwaited, "the first failure");
        await _hub.Send("b", "c", "d");
        Delivered.ShouldBe(-1);

        _clock.Advance(Pause);
        await Until.Holds(() => Invoked is ["0-0", "0-0"] && _clock.IsAwaited, "the second failure");
        _clock.Advance(Pause);

        await Until.Holds(() => Invoked is ["0-0", "0-0", "0-0", "1-3"], "success, and what came meanwhile");
        await Until.Holds(() => Delivered == 3, "the checkpoint to move");
    }

    [Fact]
    public async Task Deliver_all_that_waited_however_long_the_events_are()
    {
        Checkpoint();
        var settings = Patient with { MaxEventBatchSize = 20, MinEventBatchSize = 12 };
        Listen(settings);
        var half = new string('x', 512 * 1024); // 12 of them are more than one read gives

        for (var i = 0; i < 12; i++) await _hub.Send(half);

        await Until.Holds(() => Invoked is ["0-11"], "the full batch");
    }

    private long Delivered => new Checkpoints(_data.Path, _clock).Read(RunningHub.Name, "0");

    // As a batch leaves it that was delivered just now.
    private void Checkpoint() => new Checkpoints(_data.Path, _clock).Write(RunningHub.Name, "0", -1);

    private Task UntilItWaits() => Until.Holds(() => _clock.IsAwaited, "the listener to wait");

    private void Listen(EventHubSettings settings, Func<Task>? function = null)
    {
        if (_stopping.IsCancellationRequested) _stopping = new();
        var policy = new RetryPolicy(new() { MaxRetryCount = -1, RetryStrategy = RpcRetryOptions.Types.RetryStrategy.FixedDelay, DelayInterval = Duration.FromTimeSpan(Pause) });
        var partition = _hub.Hub.Partitions[0];
        var delivery = new EventHubDelivery("Count", partition.PartitionId, policy, Invoke, _clock, NullLogger.Instance);
        _running = new EventHubListener(RunningHub.Name, partition, delivery, settings, new(_data.Path, _clock), _clock).Run(_stopping.Token);

        Task Invoke(IReadOnlyList<StoredEvent> batch, RetryContext? retry, CancellationToken stop)
        {
            _invoked.Enqueue($"{batch[0].SequenceNumber}-{batch[^1].SequenceNumber}");
            return function?.Invoke() ?? Task.CompletedTask;
        }
    }

    private async Task Stop()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
