using System.Text.Json;
using System.Text.Json.Nodes;
using Credits.Local.Host;
using Credits.Local.Host.Durable;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host.Durable;

public sealed class Durable_client_binding_should
{
    private static readonly DurableSettings Hub = new() { HubName = "Credits", ConnectionName = "Storage" };

    [Fact]
    public void Tell_the_worker_where_the_hub_answers()
    {
        var input = DurableClientBinding.InputsOf(Function(), Hub, new("http://127.0.0.1:5001")).ShouldHaveSingleItem();

        input.Name.ShouldBe("client");
        var connection = JsonNode.Parse(input.Data.String)!;
        connection["taskHubName"]!.GetValue<string>().ShouldBe("Credits");
        connection["rpcBaseUrl"]!.GetValue<string>().ShouldBe("http://127.0.0.1:5001");
    }

    [Fact]
    public void Allow_the_hub_to_be_named() => Should.NotThrow(() => DurableClientBinding.Check(Function(("taskHub", "Credits"), ("connectionName", "Storage")), Hub));

    [Theory]
    [InlineData("taskHub")]
    [InlineData("connectionName")]
    public void Refuse_another_hub(string property) =>
        Should.Throw<NotSupportedException>(() => DurableClientBinding.Check(Function((property, "Elsewhere")), Hub)).Message.ShouldContain("'Elsewhere'");

    private static FunctionDescription Function(params (string Name, string Value)[] properties)
    {
        var binding = new JsonObject { ["name"] = "client", ["type"] = DurableClientBinding.Type };
        foreach (var (name, value) in properties) binding[name] = value;
        return FunctionDescription.Of(new()
        {
            FunctionId = "1",
            Name = "Start",
            RawBindings = { """{"name":"request","type":"httpTrigger"}""", JsonSerializer.Serialize(binding) },
        });
    }
}
