using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;
using Credits.Functions.Ingest;
using Credits.Functions.Usage;
using Moq;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Ingest;

public sealed class UsageHubTests
{
    [Theory]
    [InlineData("text", "text")]
    [InlineData(7, "7")]
    [InlineData(0.5, "0.5")]
    [InlineData(true, "true")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public async Task Properties_are_read_as_the_trigger_gives_them_whatever_somebody_put_there(object value, string text) =>
        (await Read(value)).Properties["own"].ShouldBe(text);

    [Fact]
    public async Task Small_messages_are_handed_on_five_hundred_at_a_time()
    {
        var read = await Hub(first: 5, bodyBytes: 300).Read("0", new(5, 1_204), CancellationToken.None).ToListAsync();

        read.Select(messages => messages.Length).ShouldBe([500, 500, 200]);
        read.SelectMany(messages => messages).Select(message => message.SequenceNumber).ShouldBe(Enumerable.Range(5, 1_200).Select(number => (long)number));
    }

    [Fact]
    public async Task Large_messages_are_handed_on_before_they_fill_the_memory()
    {
        const int largest = 1 << 20;

        var read = await Hub(first: 0, bodyBytes: largest).Read("0", new(0, 99), CancellationToken.None).ToListAsync();

        read.Max(messages => messages.Length).ShouldBeLessThanOrEqualTo(24);
        read.SelectMany(messages => messages).Select(message => message.SequenceNumber).ShouldBe(Enumerable.Range(0, 100).Select(number => (long)number));
    }

    [Fact]
    public async Task What_was_read_before_the_event_hub_fell_silent_is_handed_on()
    {
        await using var read = Hub(first: 0, bodyBytes: 300, silentFrom: 40).Read("0", new(0, 99), CancellationToken.None).GetAsyncEnumerator();

        (await read.MoveNextAsync()).ShouldBeTrue();
        read.Current.Length.ShouldBe(40);
        await Should.ThrowAsync<TimeoutException>(async () => await read.MoveNextAsync());
    }

    // A partition that gives as many messages as it is asked for, all of one size.
    private static UsageHub Hub(long first, int bodyBytes, long silentFrom = long.MaxValue)
    {
        var body = new byte[bodyBytes];
        return new(Mock.Of<EventHubProducerClient>(), (_, _) =>
        {
            var next = first;
            var reader = new Mock<PartitionReceiver>();
            reader.Setup(it => it.ReceiveBatchAsync(It.IsAny<int>(), It.IsAny<TimeSpan>(), CancellationToken.None)).ReturnsAsync((int asked, TimeSpan _, CancellationToken _) =>
            {
                var end = Math.Min(next + asked, silentFrom);
                var given = new List<EventData>();
                for (; next < end; next++) given.Add(Message(new(body), next, []));
                return given;
            });
            return reader.Object;
        });
    }

    private static async Task<UsageMessage> Read(object property)
    {
        var message = Message(new("{}"), sequenceNumber: 5, new() { ["own"] = property });
        var reader = new Mock<PartitionReceiver>();
        reader.Setup(it => it.ReceiveBatchAsync(It.IsAny<int>(), It.IsAny<TimeSpan>(), CancellationToken.None)).ReturnsAsync([message]);

        var read = await new UsageHub(Mock.Of<EventHubProducerClient>(), (_, _) => reader.Object).Read("0", new(5, 5), CancellationToken.None).ToListAsync();
        return read.ShouldHaveSingleItem().ShouldHaveSingleItem();
    }

    private static EventData Message(BinaryData body, long sequenceNumber, Dictionary<string, object> properties) =>
        EventHubsModelFactory.EventData(body, properties, sequenceNumber: sequenceNumber, offsetString: "0", enqueuedTime: DateTimeOffset.UnixEpoch);
}
