using System.Collections.Concurrent;
using System.Text;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Credits.Local.Host;
using Credits.Local.Tests.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host;

public sealed class Queue_listener_should : IClassFixture<RunningQueues>, IAsyncLifetime
{
    private static readonly QueueSettings Settings = new() { BatchSize = 4, NewBatchThreshold = 2, MaxDequeueCount = 3, MaxPollingInterval = TimeSpan.FromMilliseconds(100) };

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly QueueClient _queue;
    private readonly QueueClient _poison;
    private readonly ConcurrentQueue<(string Text, long Try)> _invoked = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public Queue_listener_should(RunningQueues queues)
    {
        var name = $"q-{Guid.NewGuid():N}";
        (_queue, _poison) = (queues.Queue(name), queues.Queue(name + QueueTrigger.PoisonSuffix));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Stop();
        _stopping.Dispose();
    }

    [Fact]
    public async Task Hand_over_each_message_as_text_and_delete_it()
    {
        await Send("one", "zwei ü");
        Listen(Succeed);

        await Until.Holds(IsEmpty, "the queue to be empty");

        _invoked.Select(call => call.Text).ShouldBe(["one", "zwei ü"], ignoreOrder: true);
    }

    [Fact]
    public async Task Wait_for_a_queue_that_does_not_exist_yet()
    {
        Listen(Succeed);
        await Send("late");

        await Until.Holds(IsEmpty, "the queue to be empty");

        _invoked.ShouldBe([("late", 1)]);
    }

    [Fact]
    public async Task Bring_a_message_again_that_failed_or_whose_worker_died()
    {
        await Send("stubborn");
        Listen((_, message) => message.DequeueCount switch
        {
            1 => Task.FromException(new FunctionFailedException("Count", "no")),
            2 => Task.FromException(new WorkerDiedException("killed")),
            _ => Task.CompletedTask,
        });

        await Until.Holds(IsEmpty, "the queue to be empty");

        _invoked.ShouldBe([("stubborn", 1), ("stubborn", 2), ("stubborn", 3)]);
        (await _poison.ExistsAsync()).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task Move_what_failed_too_often_to_the_poison_queue_as_it_was_and_go_on()
    {
        await Send("bad", "good");
        Listen((text, _) => text == "bad" ? Task.FromException(new FunctionFailedException("Count", "no")) : Task.CompletedTask);

        await Until.Holds(IsEmpty, "the queue to be empty");

        _invoked.Count(call => call.Text == "bad").ShouldBe(Settings.MaxDequeueCount);
        _invoked.Count(call => call.Text == "good").ShouldBe(1);
        Decoded((await _poison.PeekMessagesAsync(32)).Value.ShouldHaveSingleItem().Body).ShouldBe("bad");
    }

    [Fact]
    public async Task Move_what_is_not_base64_to_the_poison_queue_at_once()
    {
        await _queue.CreateAsync();
        await _queue.SendMessageAsync("not base64!");
        Listen(Succeed);

        await Until.Holds(IsEmpty, "the queue to be empty");

        _invoked.ShouldBeEmpty();
        (await _poison.PeekMessagesAsync(32)).Value.ShouldHaveSingleItem().Body.ToString().ShouldBe("not base64!");
    }

    [Fact]
    public async Task Take_texts_as_they_are_where_host_json_says_so()
    {
        await _queue.CreateAsync();
        await _queue.SendMessageAsync("[1]");
        Listen(Succeed, Settings with { IsBase64 = false });

        await Until.Holds(IsEmpty, "the queue to be empty");

        _invoked.ShouldBe([("[1]", 1)]);
    }

    [Fact]
    public async Task Work_on_no_more_at_a_time_than_a_batch_beside_the_threshold()
    {
        await Send([.. Enumerable.Range(0, 20).Select(number => $"{number}")]);
        var (now, most) = (0, 0);
        var release = new SemaphoreSlim(0);
        Listen(async (_, _) =>
        {
            lock (release) most = Math.Max(most, ++now);
            await release.WaitAsync(_stopping.Token);
            lock (release) now--;
        });
        await Until.Holds(() => now == 4, "the first batch");

        release.Release(2);
        await Until.Holds(() => now == 6, "the next one");
        release.Release(20);

        await Until.Holds(IsEmpty, "the queue to be empty");
        most.ShouldBe(6);
    }

    [Fact]
    public async Task Keep_a_message_from_others_for_as_long_as_its_function_runs()
    {
        await Send("long");
        var release = new TaskCompletionSource();
        var clock = new ManualClock();
        Listen((_, _) => release.Task.WaitAsync(_stopping.Token), leaseClock: clock);

        // Thrice, so that the time is over for which it was taken first. Whoever waits again has renewed that.
        for (var half = 0; half < 3; half++)
        {
            await Until.Holds(() => clock.IsAwaited, "half the lease to be waited for");
            clock.Advance(Lease / 2);
        }

        await Until.Holds(() => clock.IsAwaited, "the lease to be renewed");
        release.SetResult();

        await Until.Holds(IsEmpty, "the queue to be empty");
        _invoked.ShouldBe([("long", 1)]);
    }

    [Fact]
    public async Task Find_again_what_a_killed_host_had_taken()
    {
        await Send("orphan");
        (await _queue.ReceiveMessagesAsync(1, TimeSpan.FromSeconds(1))).Value.ShouldHaveSingleItem(); // and then it was killed

        Listen(Succeed);

        await Until.Holds(IsEmpty, "the queue to be empty");
        _invoked.ShouldBe([("orphan", 2)]);
    }

    [Fact]
    public async Task Not_try_what_was_taken_too_often_by_hosts_that_were_killed()
    {
        await Send("deadly");
        for (var kill = 0; kill < Settings.MaxDequeueCount; kill++)
        {
            await Until.Holds(async () => (await _queue.ReceiveMessagesAsync(1, TimeSpan.FromSeconds(1))).Value.Length == 1, "the message to be seen again");
        }

        Listen(Succeed);

        await Until.Holds(IsEmpty, "the queue to be empty");
        _invoked.ShouldBeEmpty();
        Decoded((await _poison.PeekMessagesAsync(32)).Value.ShouldHaveSingleItem().Body).ShouldBe("deadly");
    }

    [Fact]
    public async Task Let_what_runs_end_when_it_is_stopped()
    {
        await Send("running");
        var release = new TaskCompletionSource();
        Listen((_, _) => release.Task);
        await Until.Holds(() => !_invoked.IsEmpty, "the function to begin");

        await _stopping.CancelAsync();
        _running.IsCompleted.ShouldBeFalse();
        release.SetResult();
        await Stop();

        (await IsEmpty()).ShouldBeTrue();
    }

    [Fact]
    public void Tell_the_function_all_about_a_message()
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var message = QueuesModelFactory.QueueMessage("id", "receipt", BinaryData.FromString("aGk="), 2, now.AddHours(1), now, now.AddDays(7));

        var request = QueueTrigger.RequestFor("chunk", message, "hi");

        var argument = request.InputData.ShouldHaveSingleItem();
        (argument.Name, argument.Data.String).ShouldBe(("chunk", "hi"));
        request.TriggerMetadata.ToDictionary(entry => entry.Key, entry => entry.Value.String.Length > 0 ? entry.Value.String : entry.Value.Json).ShouldBe(
            new Dictionary<string, string>
            {
                ["QueueTrigger"] = "hi",
                ["Id"] = "id",
                ["PopReceipt"] = "receipt",
                ["DequeueCount"] = "2",
                ["InsertionTime"] = "\"2026-03-01T12:00:00+00:00\"",
                ["ExpirationTime"] = "\"2026-03-08T12:00:00+00:00\"",
                ["NextVisibleTime"] = "\"2026-03-01T13:00:00+00:00\"",
            },
            ignoreOrder: true);
    }

    private static Task Succeed(string text, QueueMessage message) => Task.CompletedTask;

    private void Listen(Func<string, QueueMessage, Task> function, QueueSettings? settings = null, TimeProvider? leaseClock = null)
    {
        var delivery = new QueueDelivery(
            _queue, _poison,
            (message, text, _) =>
            {
                _invoked.Enqueue((text, message.DequeueCount));
                return function(text, message);
            },
            settings ?? Settings, leaseClock ?? TimeProvider.System, NullLogger.Instance)
        { Lease = Lease };
        _running = new QueueListener(_queue, delivery, settings ?? Settings, TimeProvider.System, NullLogger.Instance).Run(_stopping.Token);
    }

    private async Task Send(params string[] texts)
    {
        await _queue.CreateIfNotExistsAsync();
        foreach (var text in texts) await _queue.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
    }

    private async Task<bool> IsEmpty() => (await _queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0;

    private static string Decoded(BinaryData body) => Encoding.UTF8.GetString(Convert.FromBase64String(body.ToString()));

    private async Task Stop()
    {
        await _stopping.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // It was asked to stop.
        }
    }
}
