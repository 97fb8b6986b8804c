using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.EventHubs;

public sealed class Receivers_should : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(true, "b")]
    [InlineData(false, "c")]
    public async Task Start_at_a_sequence_number_or_after_it(bool inclusive, string first)
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await hub.Send("a", "b", "c");

        (await hub.Receive(EventPosition.FromSequenceNumber(1, inclusive), 1))[0].EventBody.ToString().ShouldBe(first);
    }

    [Theory]
    [InlineData(true, "b")]
    [InlineData(false, "c")]
    public async Task Start_at_an_offset_or_after_it(bool inclusive, string first)
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await hub.Send("a", "b", "c");
        var offset = (await hub.Receive(EventPosition.Earliest, 2))[1].OffsetString;

        (await hub.Receive(EventPosition.FromOffset(offset, inclusive), 1))[0].EventBody.ToString().ShouldBe(first);
    }

    [Fact]
    public async Task Start_after_an_enqueued_time()
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await hub.Send("a");
        var time = (await hub.Receive(EventPosition.Earliest, 1))[0].EnqueuedTime;
        while (DateTimeOffset.UtcNow < time.AddMilliseconds(2)) await Task.Yield();
        await hub.Send("b");

        (await hub.Receive(EventPosition.FromEnqueuedTime(time), 1))[0].EventBody.ToString().ShouldBe("b");
        (await hub.Receive(EventPosition.FromEnqueuedTime(time.AddDays(-1)), 1))[0].EventBody.ToString().ShouldBe("a");
    }

    [Fact]
    public async Task Start_with_what_comes_next()
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await hub.Send("old");
        await using var receiver = hub.Receiver(EventPosition.Latest);
        (await receiver.ReceiveBatchAsync(1, TimeSpan.FromMilliseconds(300))).ShouldBeEmpty();

        await hub.Send("new");

        (await RunningHub.Receive(receiver, 1))[0].EventBody.ToString().ShouldBe("new");
    }

    [Fact]
    public async Task Read_in_any_consumer_group_on_their_own()
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await hub.Send("a");

        foreach (var group in new[] { "$Default", "reports" })
            (await hub.Receive(EventPosition.Earliest, 1, group: group))[0].EventBody.ToString().ShouldBe("a");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1L)]
    public async Task Lose_their_partition_to_a_higher_owner_level(long? level)
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await hub.Send("a");
        await using var lower = hub.Receiver(EventPosition.Earliest, level);
        await RunningHub.Receive(lower, 1);

        await using var higher = hub.Receiver(EventPosition.Earliest, ownerLevel: 2);
        (await RunningHub.Receive(higher, 1)).Count.ShouldBe(1);

        var refusal = await Should.ThrowAsync<EventHubsException>(() => RunningHub.Receive(lower, 1));
        refusal.Reason.ShouldBe(EventHubsException.FailureReason.ConsumerDisconnected);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1L)]
    public async Task Not_get_in_beside_a_higher_owner_level(long? level)
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await hub.Send("a", "b");
        await using var higher = hub.Receiver(EventPosition.Earliest, ownerLevel: 2);
        await RunningHub.Receive(higher, 1);

        await using var lower = hub.Receiver(EventPosition.Earliest, level);
        var refusal = await Should.ThrowAsync<EventHubsException>(() => lower.ReceiveBatchAsync(1, RunningHub.Deadline));

        refusal.Reason.ShouldBe(EventHubsException.FailureReason.ConsumerDisconnected);
        (await RunningHub.Receive(higher, 1))[0].EventBody.ToString().ShouldBe("b");
    }
}
