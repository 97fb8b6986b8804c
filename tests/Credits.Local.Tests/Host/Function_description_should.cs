using Credits.Local.Host;
using Credits.Local.Host.Rpc;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host;

public sealed class Function_description_should
{
    private const string Http = """{"name":"request","type":"httpTrigger","direction":"In","authLevel":"Anonymous","route":"x"}""";

    [Fact]
    public void Tell_what_starts_the_function()
    {
        var function = FunctionDescription.Of(Metadata(Http, """{"name":"$return","type":"http","direction":"Out"}"""));

        function.Name.ShouldBe("Count");
        function.Trigger.Type.ShouldBe("httpTrigger");
        function.Trigger.Parameter.ShouldBe("request");
        function.Trigger.Optional("route").ShouldBe("x");
        function.Trigger.Optional("nothing").ShouldBeNull();
    }

    [Fact]
    public void Tell_which_parameters_are_clients_of_the_task_hub() =>
        FunctionDescription.Of(Metadata(Http, """{"name":"starter","type":"durableClient","direction":"In"}""")).DurableClients.ShouldHaveSingleItem().Parameter.ShouldBe("starter");

    [Theory]
    [InlineData("entityTrigger")]
    [InlineData("cosmosDBTrigger")]
    public void Refuse_a_trigger_that_is_not_supported_by_its_name(string type) => Refusal($$"""{"name":"x","type":"{{type}}"}""").ShouldContain($"'{type}'");

    [Theory]
    [InlineData("queue")]
    [InlineData("blob")]
    public void Refuse_another_binding_that_is_not_supported_by_its_name(string type) => Refusal(Http, $$"""{"name":"x","type":"{{type}}"}""").ShouldContain($"'{type}'");

    [Fact]
    public void Refuse_a_function_without_a_trigger() => Refusal("""{"name":"$return","type":"http"}""").ShouldContain("0 triggers");

    [Fact]
    public void Refuse_a_function_with_two_triggers() => Refusal(Http, """{"name":"timer","type":"timerTrigger","schedule":"0 * * * * *"}""").ShouldContain("2 triggers");

    private static string Refusal(params string[] bindings)
    {
        var message = Should.Throw<NotSupportedException>(() => FunctionDescription.Of(Metadata(bindings))).Message;
        message.ShouldContain("'Count'");
        return message;
    }

    private static RpcFunctionMetadata Metadata(params string[] bindings) => new() { FunctionId = "1", Name = "Count", RawBindings = { bindings } };
}
