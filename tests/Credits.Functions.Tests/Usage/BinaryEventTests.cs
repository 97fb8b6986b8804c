using System.Collections.Immutable;
using Credits.Events;
using Credits.Functions.Tests.Building;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Usage;

public sealed class BinaryEventTests
{
    public static TheoryData<string> Prefixes => ["cloudEvents:", "cloudEvents_", "ce-", "ce_"];

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Attributes_come_from_the_properties_and_data_from_the_body(string prefix)
    {
        var read = Reading.One("""{"tokens":12}""", Attributes(prefix)).ShouldBeRead();

        read.ShouldBe(new(new("/app", "e1"), Given.Meter, global::Credits.Accounts.AccountId.Parse("acme"), Given.Noon, Given.Data("""{"tokens":12}""")));
    }

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Attributes_of_different_prefixes_never_mix(string prefix)
    {
        var mixed = Attributes(prefix).Remove(prefix + "id").Add("x-" + prefix + "id", "e2").Add("id", "e3");

        Reading.One("{}", mixed).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldStartWith("'id'");
    }

    [Fact]
    public void A_body_that_is_itself_an_event_is_only_data() =>
        Reading.One(Envelope.Of(id: "inner").ToJsonString(), Attributes("ce-")).ShouldBeRead().Identity.Id.ShouldBe("e1");

    [Fact]
    public void An_empty_body_is_no_data() => Reading.One("", Attributes("ce-")).ShouldBeRead().Data.ShouldBe(Given.Data("{}"));

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1}{}""")]
    public void A_body_that_is_not_JSON_is_refused_with_what_the_properties_say(string body)
    {
        var read = Reading.One(body, Attributes("ce-"));

        read.ShouldBeRefused(RefusalCodes.NotJson).ShouldStartWith("The event's data is not JSON: ");
        read.Subject.ShouldBe(new("acme", "/app", "e1", Given.Meter));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("12")]
    [InlineData("\"text\"")]
    public void Data_that_are_no_object_are_refused(string body) =>
        Reading.One(body, Attributes("ce-")).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldBe("'data' must be a JSON object of quantities and dimensions.");

    [Fact]
    public void Half_a_surrogate_pair_in_its_data_is_refused() =>
        Reading.One("""{"a":"\ud800"}""", Attributes("ce-")).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldContain("not valid Unicode");

    [Fact]
    public void Half_a_surrogate_pair_in_an_attribute_is_refused() =>
        Reading.One("{}", Attributes("ce-").SetItem("ce-id", "\ud800")).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldStartWith("'id' holds a control character or half");

    [Fact]
    public void Its_data_must_be_named_as_JSON_or_not_at_all()
    {
        Reading.One("{}", Attributes("ce-").Add("ce-datacontenttype", "application/json")).ShouldBeRead();

        Reading.One("{}", Attributes("ce-").Add("ce-datacontenttype", "application/avro")).ShouldBeRefused(RefusalCodes.NotAnEvent)
            .ShouldBe("A usage event's data is JSON, but 'datacontenttype' is 'application/avro'.");
    }

    [Fact]
    public void Another_version_of_the_specification_is_refused() =>
        Reading.One("{}", Attributes("ce-").SetItem("ce-specversion", "0.3")).ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldBe("'specversion' must be \"1.0\", but is '0.3'.");

    private static ImmutableDictionary<string, string> Attributes(string prefix) => Reading.NoProperties
        .Add(prefix + "specversion", "1.0").Add(prefix + "id", "e1").Add(prefix + "source", "/app").Add(prefix + "type", Given.Meter)
        .Add(prefix + "subject", "acme").Add(prefix + "time", "2026-03-01T12:00:00Z");
}
