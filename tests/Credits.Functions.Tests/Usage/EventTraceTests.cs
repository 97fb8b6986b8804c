using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Telemetry;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Usage;

public sealed class EventTraceTests : IDisposable
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string OfAnother = "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly Listening _listening = new();

    public void Dispose() => _listening.Dispose();

    [Fact]
    public void It_stands_in_the_envelope() =>
        Reading.One(Envelope.Of().With("traceparent", Parent).With("tracestate", "a=1")).Trace.ShouldBe(new(Parent, "a=1"));

    [Theory]
    [InlineData("cloudEvents:")]
    [InlineData("cloudEvents_")]
    [InlineData("ce-")]
    [InlineData("ce_")]
    public void It_stands_beside_the_attributes_of_binary_mode(string prefix) =>
        Reading.One("{}", Binary(prefix).Add(prefix + "traceparent", Parent).Add(prefix + "tracestate", "a=1").Add("traceparent", OfAnother)).Trace.ShouldBe(new(Parent, "a=1"));

    [Theory]
    [InlineData("traceparent")]
    [InlineData("Diagnostic-Id")]
    public void It_is_the_messages_where_the_event_has_none(string property)
    {
        var body = new JsonArray(Envelope.Of(id: "without"), Envelope.Of(id: "with").With("traceparent", OfAnother)).Bytes();

        Reading.All(body, Reading.NoProperties.Add(property, Parent)).Select(read => read.Trace!.Parent).ShouldBe([Parent, OfAnother]);
    }

    [Fact]
    public void It_is_the_messages_in_binary_mode_too() => Reading.One("{}", Binary("ce-").Add("traceparent", Parent)).Trace.ShouldBe(new(Parent, State: null));

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Its_state_is_left_out_where_it_is_longer_than_anybody_has_to_hand_on(int length, bool isKept)
    {
        var state = $"a={new string('x', length - 2)}";

        Reading.One(Envelope.Of().With("traceparent", Parent).With("tracestate", state)).Trace.ShouldBe(new(Parent, isKept ? state : null));
        Reading.One("{}", Binary("ce-").Add("ce-traceparent", Parent).Add("ce-tracestate", state)).Trace!.State.ShouldBe(isKept ? state : null);
    }

    [Fact]
    public void It_is_known_of_an_event_that_is_refused() => Reading.One(Envelope.Of().With("traceparent", Parent).Without("id")).Trace.ShouldBe(new(Parent, State: null));

    [Fact]
    public void It_is_none_where_nobody_wrote_one() => Reading.One(Envelope.Of()).Trace.ShouldBeNull();

    [Theory]
    [InlineData("12")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"größe\"")]
    public void What_can_be_none_is_ignored_and_refuses_nothing(string json)
    {
        var body = Envelope.Of().ToJsonString()[..^1] + $$""","traceparent":{{json}}}""";

        var read = Reading.All(Encoding.UTF8.GetBytes(body)).ShouldHaveSingleItem();

        read.ShouldBeRead();
        read.Trace.ShouldBeNull();
    }

    [Fact]
    public void It_is_no_part_of_the_event() =>
        Reading.One(Envelope.Of().With("traceparent", Parent)).ShouldBeRead().ShouldBe(Reading.One(Envelope.Of().With("traceparent", OfAnother)).ShouldBeRead());

    private static ImmutableDictionary<string, string> Binary(string prefix) => Reading.NoProperties
        .Add(prefix + "specversion", "1.0").Add(prefix + "id", "e1").Add(prefix + "source", "/app").Add(prefix + "type", Given.Meter)
        .Add(prefix + "subject", "acme").Add(prefix + "time", "2026-03-01T12:00:00Z");
}
