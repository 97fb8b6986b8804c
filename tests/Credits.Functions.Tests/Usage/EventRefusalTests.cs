using System.Text.Json.Nodes;
using Credits.Events;
using Credits.Functions.Tests.Building;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Usage;

/// <summary>Every reason for which an event can't be read, with the sentence that tells its sender.</summary>
public sealed class EventRefusalTests
{
    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("{'id':1}")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("// a comment\n{}")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"a\":NaN}")]
    public void What_is_not_JSON(string body) => Reading.One(body).ShouldBeRefused(RefusalCodes.NotJson).ShouldStartWith("The message is not JSON: ");

    [Theory]
    [InlineData("""{"id":"1","id":"2"}""")]
    [InlineData("""{"id":"1","\u0069d":"2"}""")]
    [InlineData("""{"data":{"tokens":1,"tokens":2}}""")]
    public void A_property_that_is_there_twice(string body) => Reading.One(body).ShouldBeRefused(RefusalCodes.NotJson);

    [Fact]
    public void JSON_nested_too_deep() => Reading.One(new string('[', 100) + new string(']', 100)).ShouldBeRefused(RefusalCodes.NotJson);

    [Theory]
    [InlineData("null", "Null")]
    [InlineData("true", "True")]
    [InlineData("12", "Number")]
    [InlineData("\"text\"", "String")]
    public void JSON_that_is_no_object(string body, string kind) =>
        Reading.One(body).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldBe($"A usage event is a JSON object, not {kind}.");

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"id":"\udc00"}""")]
    [InlineData("""{"source":"\ud83d x"}""")]
    public void Half_a_surrogate_pair(string body) => Reading.One(body).ShouldBeRefused(RefusalCodes.NotJson).ShouldContain("not Unicode");

    [Theory]
    [InlineData("specversion", "'specversion' must be \"1.0\", but is missing.")]
    [InlineData("id", "'id' must be text of 1 to 256 characters, but is missing; it tells a resent event from a new one.")]
    [InlineData("source", "'source' must be text of 1 to 256 characters, but is missing.")]
    [InlineData("type", "'type' names the meter and must be text of 1 to 128 characters, but is missing.")]
    [InlineData("time", "'time' must be an RFC 3339 time with an offset, such as 2026-01-31T12:00:00Z, but is missing.")]
    public void A_missing_attribute_or_one_that_is_no_text(string attribute, string sentence)
    {
        Reading.One(Envelope.Of().Without(attribute)).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldBe(sentence);
        Reading.One(Envelope.Of().With(attribute, 1)).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldBe(sentence);
        Reading.One(Envelope.Of().With(attribute, null)).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldBe(sentence);
        Reading.One(Envelope.Of().With(attribute, new JsonArray("1.0"))).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldBe(sentence);
    }

    [Theory]
    [InlineData("id", 256)]
    [InlineData("source", 256)]
    [InlineData("type", 128)]
    public void An_attribute_that_is_empty_or_too_long(string attribute, int longest)
    {
        Reading.One(Envelope.Of().With(attribute, "")).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldContain("but is ''");
        Reading.One(Envelope.Of().With(attribute, new string('x', longest + 1))).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldStartWith($"'{attribute}'");
    }

    [Theory]
    [InlineData("id", "a\u0001")]
    [InlineData("source", "\u0085")]
    [InlineData("type", "llm\n")]
    public void An_attribute_with_a_control_character(string attribute, string text) =>
        Reading.One(Envelope.Of().With(attribute, text)).ShouldBeRefused(RefusalCodes.NotAnEvent)
            .ShouldBe($"'{attribute}' holds a control character or half a surrogate pair, which no CloudEvents text may.");

    [Fact]
    public void What_is_shown_of_a_long_attribute_is_cut()
    {
        var read = Reading.One(Envelope.Of(id: new('x', 5_000)));

        read.Subject.EventId.ShouldBe(new string('x', 256) + "…");
        read.ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldContain(new string('x', 256) + "…'");
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("", "''")]
    [InlineData(".hidden", "'.hidden'")]
    [InlineData("a/b", "'a/b'")]
    [InlineData("with space", "'with space'")]
    [InlineData("größe", "'größe'")]
    [InlineData("a\u0000", "'a\u0000'")]
    public void A_subject_that_is_no_account_id(string? subject, string shown) =>
        Reading.One(Envelope.Of().With("subject", subject)).ShouldBeRefused(RefusalCodes.InvalidSubject)
            .ShouldBe($"'subject' names the account and must be 1 to 128 characters out of A-Z a-z 0-9 - _ . : @ +, not starting with a dot, but is {shown}.");

    [Fact]
    public void A_subject_that_is_too_long()
    {
        Reading.One(Envelope.Of(account: new('a', 128))).ShouldBeRead();
        Reading.One(Envelope.Of(account: new('a', 129))).ShouldBeRefused(RefusalCodes.InvalidSubject);
    }

    [Theory]
    [InlineData("2026-03-01")]
    [InlineData("2026-03-01T12:00:00")]
    [InlineData("2026-02-30T12:00:00Z")]
    [InlineData("2026-03-01T24:00:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("Sun, 01 Mar 2026 12:00:00 GMT")]
    [InlineData("1772366400")]
    public void A_time_that_is_no_RFC_3339(string time) =>
        Reading.One(Envelope.Of(time: time)).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldStartWith("'time' must be an RFC 3339 time with an offset");

    [Fact]
    public void One_tick_older_than_what_can_be_proven_new()
    {
        var oldest = Given.Noon.AddDays(-35);

        Reading.One(Envelope.Of(time: $"{oldest:O}")).ShouldBeRead().Time.ShouldBe(oldest);
        Reading.One(Envelope.Of(time: $"{oldest.AddTicks(-1):O}")).ShouldBeRefused(RefusalCodes.TooOld)
            .ShouldBe("'time' is 2026-01-25T11:59:59.9999999+00:00, more than 35 days ago; whether so old an event is new can't be told.");
    }

    [Fact]
    public void One_tick_further_ahead_than_a_clock_may_run()
    {
        var latest = Given.Noon.AddMinutes(5);

        Reading.One(Envelope.Of(time: $"{latest:O}")).ShouldBeRead().Time.ShouldBe(latest);
        Reading.One(Envelope.Of(time: $"{latest.AddTicks(1):O}")).ShouldBeRefused(RefusalCodes.InFuture)
            .ShouldBe("'time' is 2026-03-01T12:05:00.0000001+00:00, but it is 2026-03-01T12:00:00.0000000+00:00 now; correct the sender's clock.");
    }

    [Fact]
    public void Data_in_base64()
    {
        var read = Reading.One(Envelope.Of(id: "e1").Without("data").With("data_base64", "e30="));

        read.ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldBe("A usage event's data is a JSON object in 'data', not 'data_base64'.");
        read.Subject.EventId.ShouldBe("e1");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("")]
    public void Data_of_another_type(string type) =>
        Reading.One(Envelope.Of().With("datacontenttype", type)).ShouldBeRefused(RefusalCodes.NotAnEvent)
            .ShouldBe($"A usage event's data is JSON, but 'datacontenttype' is '{type}'.");

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("12")]
    public void Data_that_are_no_object(string data) =>
        Reading.One(Envelope.Of(data: data)).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldBe("'data' must be a JSON object of quantities and dimensions.");
}
