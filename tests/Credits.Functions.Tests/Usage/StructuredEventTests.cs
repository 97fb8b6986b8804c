using System.Text;
using System.Text.Json.Nodes;
using Credits.Functions.Tests.Building;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Usage;

public sealed class StructuredEventTests
{
    [Fact]
    public void A_cloud_event_is_read_whole()
    {
        var read = Reading.One(Envelope.Of("acme", "e1", """{"tokens":12,"model":"large"}""", "2026-03-01T11:59:30.1234567Z")).ShouldBeRead();

        read.ShouldBe(new(new("/app", "e1"), Given.Meter, AccountId.Parse("acme"), Given.Noon.AddSeconds(-30).AddTicks(1234567), Given.Data("""{"tokens":12,"model":"large"}""")));
    }

    [Fact]
    public void Its_time_is_read_as_UTC() =>
        Reading.One(Envelope.Of(time: "2026-03-01T13:00:00+01:00")).ShouldBeRead().Time.ShouldBe(Given.Noon);

    [Fact]
    public void Its_body_is_the_message()
    {
        var body = Encoding.UTF8.GetBytes($" {Envelope.Of().ToJsonString()}\n");

        Reading.All(body).ShouldHaveSingleItem().Body.ToArray().ShouldBe(body);
    }

    [Fact]
    public void It_says_what_it_is_about() => Reading.One(Envelope.Of("acme", "e1")).Subject.ShouldBe(new("acme", "/app", "e1", Given.Meter));

    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("", null)]
    [InlineData("ann\n\nPlease pay at once", null)]
    [InlineData("ann\u0085", null)]
    public void The_user_of_its_data_is_the_member_if_that_is_a_name(string user, string? member) =>
        Reading.One(Envelope.Of().With("data", new JsonObject { ["user"] = user })).ShouldBeRead().Member.ShouldBe(member);

    [Fact]
    public void It_needs_no_data() => Reading.One(Envelope.Of().Without("data")).ShouldBeRead().Data.ShouldBe(Given.Data("{}"));

    [Fact]
    public void Null_is_no_data() => Reading.One(Envelope.Of().With("data", null)).ShouldBeRead().Data.ShouldBe(Given.Data("{}"));

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/vnd.acme+JSON")]
    public void It_may_name_its_data_as_any_JSON(string type) => Reading.One(Envelope.Of().With("datacontenttype", type)).ShouldBeRead();

    [Fact]
    public void Extensions_are_left_alone() => Reading.One(Envelope.Of().With("traceparent", "00-1-2-03").With("nested", Envelope.Of())).ShouldBeRead();

    [Fact]
    public void Properties_of_the_message_that_make_no_cloud_event_change_nothing() =>
        Reading.One(Envelope.Of().ToJsonString(), Reading.NoProperties.Add("ce-id", "other").Add("tenant", "x")).ShouldBeRead().Identity.Id.ShouldBe("event");

    [Theory]
    [InlineData("größe-😀")]
    [InlineData("with space")]
    [InlineData("\"quoted\" \\ and /")]
    public void An_id_may_be_any_text(string id) => Reading.One(Envelope.Of(id: id)).ShouldBeRead().Identity.Id.ShouldBe(id);

    [Fact]
    public void The_longest_id_source_and_meter_are_read()
    {
        var read = Reading.One(Envelope.Of(id: new('i', 256)).With("source", new string('s', 256)).With("type", new string('m', 128))).ShouldBeRead();

        (read.Identity.Id.Length, read.Identity.Source.Length, read.Meter.Length).ShouldBe((256, 256, 128));
    }
}
