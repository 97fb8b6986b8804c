using Credits.Local.Host.Durable;
using Credits.Local.Host.Rpc;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host.Durable;

public sealed class Activity_trigger_should
{
    [Theory]
    [InlineData("""["one"]""", "\"one\"")]
    [InlineData("[7]", "7")]
    [InlineData("[[7]]", "[7]")]
    [InlineData("""[{"a":[1]}]""", """{"a":[1]}""")]
    public void Take_the_argument_out_of_the_array_that_the_history_holds(string history, string argument) => ActivityTrigger.Argument(history).String.ShouldBe(argument);

    [Theory]
    [InlineData(null)]
    [InlineData("[null]")]
    public void Give_nothing_when_there_is_no_argument(string? history) => ActivityTrigger.Argument(history).DataCase.ShouldBe(TypedData.DataOneofCase.None);

    [Fact]
    public void Put_a_text_into_the_history_as_JSON() => ActivityTrigger.Result(new() { String = "say \"hi\"" }).ShouldBe("\"say \\u0022hi\\u0022\"");

    [Fact]
    public void Put_JSON_into_the_history_as_it_is() => ActivityTrigger.Result(new() { Json = """{"a":1}""" }).ShouldBe("""{"a":1}""");

    [Fact]
    public void Put_nothing_into_the_history_for_an_activity_without_a_result() => ActivityTrigger.Result(null).ShouldBeNull();
}
