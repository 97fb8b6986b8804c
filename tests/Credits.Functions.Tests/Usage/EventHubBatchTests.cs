using System.Text;
using Credits.Functions.Usage;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Usage;

public sealed class EventHubBatchTests
{
    private static readonly byte[][] TwoBodies = ["first"u8.ToArray(), "second"u8.ToArray()];

    [Fact]
    public void Each_body_gets_its_own_metadata()
    {
        var batch = EventHubBatch.Of(TwoBodies, Metadata());

        batch.Partition.ShouldBe("3");
        batch.Messages.Select(message => Encoding.UTF8.GetString(message.Body.Span)).ShouldBe(["first", "second"]);
        batch.Messages.Select(message => message.SequenceNumber).ShouldBe([41, 42]);
        batch.Messages.Select(message => message.Properties.GetValueOrDefault("ce-id")).ShouldBe(["e1", null]);
        batch.Messages[1].EnqueuedAt.ShouldBe(new(2026, 3, 1, 12, 0, 1, 500, TimeSpan.Zero));
    }

    [Fact]
    public void Sequence_numbers_may_come_as_JSON() =>
        EventHubBatch.Of(TwoBodies, Metadata("SequenceNumberArray", "[41,9007199254740993]")).Messages.Select(message => message.SequenceNumber).ShouldBe([41, 9007199254740993]);

    [Theory]
    [InlineData("2026-03-01T12:00:00")]
    [InlineData("2026-03-01T12:00:00Z")]
    [InlineData("2026-03-01T13:00:00+01:00")]
    public void Times_are_UTC_however_the_host_writes_them(string time)
    {
        var enqueuedAt = EventHubBatch.Of(TwoBodies, Metadata("EnqueuedTimeUtcArray", $"""["{time}","{time}"]""")).Messages[0].EnqueuedAt;

        (enqueuedAt, enqueuedAt.Offset).ShouldBe((new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), TimeSpan.Zero));
    }

    [Fact]
    public void Properties_that_are_no_text_are_kept_as_JSON()
    {
        var properties = EventHubBatch.Of(TwoBodies, Metadata("PropertiesArray", """[{"n":1.50,"b":true,"none":null,"text":"1"},null]""")).Messages[0].Properties;

        properties.ShouldBe([new("n", "1.50"), new("b", "true"), new("none", "null"), new("text", "1")], ignoreOrder: true);
    }

    [Theory]
    [InlineData("SequenceNumberArray")]
    [InlineData("EnqueuedTimeUtcArray")]
    [InlineData("PropertiesArray")]
    [InlineData("PartitionContext")]
    public void Missing_metadata_is_named(string name)
    {
        Refusal(name, null).ShouldBe($"The Event Hubs trigger gave no usable '{name}' with its batch; check the version of the Event Hubs extension.");
        Refusal(name, 12).ShouldContain($"'{name}'");
    }

    [Theory]
    [InlineData("SequenceNumberArray", "[41]")]
    [InlineData("SequenceNumberArray", "null")]
    [InlineData("EnqueuedTimeUtcArray", "[]")]
    [InlineData("EnqueuedTimeUtcArray", "null")]
    [InlineData("EnqueuedTimeUtcArray", "[null,null]")]
    [InlineData("PropertiesArray", "[{},{},{}]")]
    [InlineData("PropertiesArray", "null")]
    [InlineData("PartitionContext", "{}")]
    [InlineData("PartitionContext", """{"PartitionId":null}""")]
    [InlineData("PartitionContext", """{"PartitionId":3}""")]
    public void Metadata_that_do_not_fit_the_batch_are_named(string name, string json) => Refusal(name, json).ShouldContain($"'{name}");

    [Fact]
    public void Too_few_sequence_numbers_are_named() => Refusal("SequenceNumberArray", new List<long> { 41 }).ShouldContain("'SequenceNumberArray'");

    private static string Refusal(string name, object? value) =>
        Should.Throw<InvalidOperationException>(() => EventHubBatch.Of(TwoBodies, Metadata(name, value))).Message;

    private static Dictionary<string, object?> Metadata(string? changed = null, object? to = null)
    {
        Dictionary<string, object?> metadata = new()
        {
            ["SequenceNumberArray"] = new List<long> { 41, 42 },
            ["EnqueuedTimeUtcArray"] = """["2026-03-01T12:00:00","2026-03-01T12:00:01.5"]""",
            ["PropertiesArray"] = """[{"ce-id":"e1"},{}]""",
            ["PartitionContext"] = """{"EventHubName":"usage","PartitionId":"3"}""",
        };
        if (changed is not null) metadata[changed] = to;
        return metadata;
    }
}
