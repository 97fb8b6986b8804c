using System.Net;
using System.Net.Sockets;
using System.Text;
using Azure.Core.Amqp;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.EventHubs;

public sealed class Event_hubs_endpoint_should : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Number_events_without_gaps_under_concurrent_producers()
    {
        const int Producers = 8;
        const int Batches = 10;
        const int PerBatch = 50;
        await using var hub = await RunningHub.Start(_data.Path);

        await Task.WhenAll(Enumerable.Range(0, Producers).Select(async p =>
        {
            await using var producer = hub.Producer();
            for (var b = 0; b < Batches; b++) await producer.SendAsync(Enumerable.Range(0, PerBatch).Select(i => new EventData($"{p}:{b}:{i}")));
        }));

        var events = await hub.Receive(EventPosition.Earliest, Producers * Batches * PerBatch);
        events.Select(e => e.SequenceNumber).ShouldBe(Enumerable.Range(0, Producers * Batches * PerBatch).Select(i => (long)i));
        events.Select(e => e.EventBody.ToString()).Distinct().Count().ShouldBe(events.Count);
        foreach (var ofOne in events.Select(e => e.EventBody.ToString().Split(':').Select(int.Parse).ToArray()).GroupBy(parts => parts[0]))
            ofOne.Select(parts => (parts[1] * PerBatch) + parts[2]).ShouldBeInOrder();
    }

    [Fact]
    public async Task Keep_events_and_their_order_over_a_restart_and_go_on_numbering()
    {
        await using (var first = await RunningHub.Start(_data.Path)) await first.Send("a", "b", "c");

        await using var second = await RunningHub.Start(_data.Path);
        await second.Send("d");

        var events = await second.Receive(EventPosition.Earliest, 4);
        events.Select(e => (e.SequenceNumber, e.EventBody.ToString())).ShouldBe([(0, "a"), (1, "b"), (2, "c"), (3, "d")]);
    }

    [Fact]
    public async Task Keep_acknowledged_events_when_its_process_is_killed()
    {
        var (process, connectionString) = await Victim.ServingAHub(_data.Path);
        await using (var producer = new EventHubProducerClient(connectionString, RunningHub.Name))
        {
            await producer.SendAsync([new EventData("kept")]);
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        await using var hub = await RunningHub.Start(_data.Path);
        (await hub.Receive(EventPosition.Earliest, 1)).Single().EventBody.ToString().ShouldBe("kept");
    }

    [Fact]
    public async Task Keep_binary_properties_content_type_key_and_time()
    {
        await using var hub = await RunningHub.Start(_data.Path);
        var before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        var sent = new EventData(new byte[] { 0, 255, 7 }) { ContentType = "application/x", MessageId = "m", CorrelationId = "c" };
        sent.Properties["cloudEvents:type"] = "tokens";
        sent.Properties["count"] = 42L;
        sent.Properties["bytes"] = Encoding.UTF8.GetBytes("binary");
        await using (var producer = hub.Producer()) await producer.SendAsync([sent], new SendEventOptions { PartitionKey = "acct-é" });

        var received = (await hub.Receive(EventPosition.Earliest, 1)).Single();
        received.EventBody.ToArray().ShouldBe([0, 255, 7]);
        (received.ContentType, received.MessageId, received.CorrelationId, received.PartitionKey).ShouldBe(("application/x", "m", "c", "acct-é"));
        received.Properties["cloudEvents:type"].ShouldBe("tokens");
        received.EnqueuedTime.ShouldBeInRange(before, DateTimeOffset.UtcNow);

        var stored = (await hub.Hub.Partitions[0].Read(0, 1, CancellationToken.None)).Single();
        stored.Body.ToArray().ShouldBe([0, 255, 7]);
        (stored.ContentType, stored.PartitionKey, stored.Properties["count"]).ShouldBe(("application/x", "acct-é", 42L));
        stored.Properties["bytes"].ShouldBe(Encoding.UTF8.GetBytes("binary"));
    }

    [Fact]
    public async Task Put_a_partition_key_into_the_same_partition_also_after_a_restart()
    {
        string[] keys = [.. Enumerable.Range(0, 20).Select(i => $"acct-{i}")];
        await using (var first = await RunningHub.Start(_data.Path, partitions: 4)) await SendEach(first, keys);
        await using var second = await RunningHub.Start(_data.Path, partitions: 4);
        await SendEach(second, keys);

        var found = new List<(string Key, string Partition)>();
        foreach (var partition in second.Hub.Partitions.Where(partition => partition.LastSequenceNumber >= 0))
            found.AddRange((await partition.Read(0, 100, CancellationToken.None)).Select(e => (e.PartitionKey!, partition.PartitionId)));

        found.Count.ShouldBe(2 * keys.Length);
        found.Distinct().Count().ShouldBe(keys.Length);
        found.Select(f => f.Partition).Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Put_events_where_the_sender_says_and_otherwise_in_turn()
    {
        await using var hub = await RunningHub.Start(_data.Path, partitions: 3);
        await using var producer = hub.Producer();
        await producer.SendAsync([new EventData("chosen")], new SendEventOptions { PartitionId = "2" });
        for (var i = 0; i < 3; i++) await producer.SendAsync([new EventData("in turn")]);

        hub.Hub.Partitions.Select(partition => partition.LastSequenceNumber + 1).ShouldBe([1, 1, 2]);
    }

    [Fact]
    public async Task Take_the_buffered_producers_events()
    {
        await using var hub = await RunningHub.Start(_data.Path, partitions: 2);
        var failed = 0;
        await using (var producer = new EventHubBufferedProducerClient(hub.Endpoint.ConnectionString, RunningHub.Name))
        {
            producer.SendEventBatchFailedAsync += _ =>
            {
                Interlocked.Increment(ref failed);
                return Task.CompletedTask;
            };
            await producer.EnqueueEventsAsync(Enumerable.Range(0, 500).Select(i => new EventData($"{i}")));
            await producer.FlushAsync();
        }

        failed.ShouldBe(0);
        hub.Hub.Partitions.Sum(partition => partition.LastSequenceNumber + 1).ShouldBe(500);
    }

    [Fact]
    public async Task Serve_the_consumer_client_over_all_partitions()
    {
        await using var hub = await RunningHub.Start(_data.Path, partitions: 2);
        for (var i = 0; i < 4; i++) await hub.Send($"{i}");
        await using var consumer = new EventHubConsumerClient("$Default", hub.Endpoint.ConnectionString, RunningHub.Name);
        using var deadline = new CancellationTokenSource(RunningHub.Deadline);

        var bodies = new List<string>();
        await foreach (var item in consumer.ReadEventsAsync(startReadingAtEarliestEvent: true, cancellationToken: deadline.Token))
        {
            bodies.Add(item.Data.EventBody.ToString());
            if (bodies.Count == 4) break;
        }

        bodies.Order().ShouldBe(["0", "1", "2", "3"]);
    }

    [Fact]
    public async Task Describe_the_hub_and_its_partitions()
    {
        await using var hub = await RunningHub.Start(_data.Path, partitions: 2);
        await using var producer = hub.Producer();
        (await producer.GetPartitionPropertiesAsync("0")).IsEmpty.ShouldBeTrue();
        await producer.SendAsync([new EventData("a"), new EventData("b")], new SendEventOptions { PartitionId = "0" });

        (await producer.GetEventHubPropertiesAsync()).PartitionIds.ShouldBe(["0", "1"]);
        var partition = await producer.GetPartitionPropertiesAsync("0");
        (partition.BeginningSequenceNumber, partition.LastEnqueuedSequenceNumber, partition.LastEnqueuedOffsetString, partition.IsEmpty).ShouldBe((0, 1, "1", false));
    }

    [Fact]
    public async Task Keep_the_port_it_chose_from_stacks_that_choose_at_the_same_time()
    {
        await using var hub = await RunningHub.Start(_data.Path);
        using var sign = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        var refusal = Should.Throw<SocketException>(() => sign.Bind(new IPEndPoint(IPAddress.Loopback, hub.Endpoint.Port)));

        refusal.SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
    }

    [Fact]
    public async Task Refuse_a_message_over_one_mebibyte()
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await using var producer = hub.Producer();

        var refusal = await Should.ThrowAsync<EventHubsException>(() => producer.SendAsync([new EventData(new byte[1024 * 1024])]));

        refusal.Reason.ShouldBe(EventHubsException.FailureReason.MessageSizeExceeded);
        hub.Hub.Partitions[0].LastSequenceNumber.ShouldBe(-1);
    }

    [Fact]
    public async Task Refuse_a_body_that_it_could_not_hand_out_again()
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await using var producer = hub.Producer();
        var value = new EventData(new AmqpAnnotatedMessage(AmqpMessageBody.FromValue("text")));

        (await Should.ThrowAsync<Exception>(() => producer.SendAsync([value]))).Message.ShouldContain("AmqpValue");
        hub.Hub.Partitions[0].LastSequenceNumber.ShouldBe(-1);
    }

    [Fact]
    public async Task Refuse_a_hub_that_does_not_exist()
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await using var producer = new EventHubProducerClient(hub.Endpoint.ConnectionString, "other", new EventHubProducerClientOptions { RetryOptions = RunningHub.Impatient() });

        (await Should.ThrowAsync<EventHubsException>(() => producer.SendAsync([new EventData("a")]))).Reason.ShouldBe(EventHubsException.FailureReason.ResourceNotFound);
        (await Should.ThrowAsync<EventHubsException>(() => producer.GetEventHubPropertiesAsync())).Reason.ShouldBe(EventHubsException.FailureReason.ResourceNotFound);
    }

    [Fact]
    public async Task Refuse_a_partition_that_does_not_exist()
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await using var receiver = hub.Receiver(EventPosition.Earliest, partition: "7");

        var refusal = await Should.ThrowAsync<EventHubsException>(() => receiver.ReceiveBatchAsync(1, RunningHub.Deadline));

        refusal.Reason.ShouldBe(EventHubsException.FailureReason.ResourceNotFound);
    }

    [Fact]
    public async Task Refuse_a_wrong_key()
    {
        await using var hub = await RunningHub.Start(_data.Path);
        var forged = hub.Endpoint.ConnectionString.Replace("SharedAccessKey=", "SharedAccessKey=not", StringComparison.Ordinal);
        await using var producer = new EventHubProducerClient(forged, RunningHub.Name, new EventHubProducerClientOptions { RetryOptions = RunningHub.Impatient() });

        await Should.ThrowAsync<UnauthorizedAccessException>(() => producer.SendAsync([new EventData("a")]));
        hub.Hub.Partitions[0].LastSequenceNumber.ShouldBe(-1);
    }

    private static async Task SendEach(RunningHub hub, IEnumerable<string> keys)
    {
        await using var producer = hub.Producer();
        foreach (var key in keys) await producer.SendAsync([new EventData(key)], new SendEventOptions { PartitionKey = key });
    }
}
