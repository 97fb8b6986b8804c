using System.Text;
using Credits.Events;
using Credits.Functions.Tests.Building;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Usage;

public sealed class EventArrayTests
{
    [Fact]
    public void Its_events_are_read_in_order()
    {
        var read = Reading.All(Array("[", string.Join(',', Enumerable.Range(0, 3).Select(i => Envelope.Of(id: $"e{i}").ToJsonString())), "]"));

        read.Select(item => item.Index).ShouldBe([0, 1, 2]);
        read.Select(item => item.ShouldBeRead().Identity.Id).ShouldBe(["e0", "e1", "e2"]);
    }

    [Fact]
    public void The_body_of_each_is_its_own_bytes_as_sent()
    {
        const string first = """{ "specversion" : "1.0", "id":"größe" }""", second = """{"id":"\u0041"}""";

        var read = Reading.All(Array("\n[ ", first, " ,\t", second, "]"));

        read.Select(item => Encoding.UTF8.GetString(item.Body.Span)).ShouldBe([first, second]);
    }

    [Fact]
    public void One_that_is_refused_keeps_no_other_back()
    {
        var read = Reading.All(Array("[", Envelope.Of(id: "good").ToJsonString(), ",12,", Envelope.Of().Without("id").ToJsonString(), "]"));

        read[0].ShouldBeRead().Identity.Id.ShouldBe("good");
        read[1].ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldBe("A usage event is a JSON object, not Number.");
        Encoding.UTF8.GetString(read[1].Body.Span).ShouldBe("12");
        read[2].ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldStartWith("'id'");
    }

    [Fact]
    public void Half_a_surrogate_pair_spoils_only_the_event_that_has_it()
    {
        var read = Reading.All(Array("[", """{"specversion":"1.0","id":"\ud800"}""", ",", Envelope.Of().ToJsonString(), "]"));

        read[0].ShouldBeRefused(RefusalCodes.NotJson).ShouldStartWith("The event holds text that is not Unicode: ");
        read[1].ShouldBeRead();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData(" [\n] ")]
    public void An_empty_one_is_refused(string array)
    {
        var read = Reading.One(array);

        read.ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldBe("The message is an empty array; it must hold at least one event.");
        Encoding.UTF8.GetString(read.Body.Span).ShouldBe(array);
    }

    [Fact]
    public void An_array_within_is_no_event() =>
        Reading.One($"[[{Envelope.Of().ToJsonString()}]]").ShouldBeRefused(RefusalCodes.NotAnEvent).ShouldBe("A usage event is a JSON object, not Array.");

    [Fact]
    public void One_that_breaks_off_is_refused_whole() =>
        Reading.One($"[{Envelope.Of().ToJsonString()},").ShouldBeRefused(RefusalCodes.NotJson).ShouldStartWith("The message is not JSON: ");

    private static byte[] Array(params string[] parts) => Encoding.UTF8.GetBytes(string.Concat(parts));
}
