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

    private static async Task<UsageMessage> Read(object property)
    {
        var message = EventHubsModelFactory.EventData(new("{}"), properties: new Dictionary<string, object> { ["own"] = property }, sequenceNumber: 5, offsetString: "0", enqueuedTime: DateTimeOffset.UnixEpoch);
        var reader = new Mock<PartitionReceiver>();
        reader.Setup(it => it.ReceiveBatchAsync(It.IsAny<int>(), It.IsAny<TimeSpan>(), CancellationToken.None)).ReturnsAsync([message]);

        var read = await new UsageHub(Mock.Of<EventHubProducerClient>(), (_, _) => reader.Object).Read("0", new(5, 5), CancellationToken.None).ToListAsync();
        return read.ShouldHaveSingleItem().ShouldHaveSingleItem();
    }
}
