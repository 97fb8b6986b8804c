using System.Text.Json;
using System.Text.Json.Nodes;
using Credits.Local.Host;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host;

public sealed class Queue_trigger_should
{
    [Fact]
    public async Task Refuse_a_connection_without_a_setting() => (await Refusal<InvalidOperationException>("connection", "Elsewhere")).ShouldContain("'Elsewhere'");

    [Fact]
    public async Task Refuse_a_setting_in_its_name_that_does_not_exist() => (await Refusal<InvalidOperationException>("queueName", "%Nowhere%")).ShouldContain("'Nowhere'");

    [Fact]
    public async Task Refuse_a_function_that_takes_bytes() => (await Refusal<NotSupportedException>("dataType", "Binary")).ShouldContain("string");

    private static async Task<string> Refusal<T>(string property, string value)
        where T : Exception
    {
        var settings = new Dictionary<string, string> { ["Storage"] = "UseDevelopmentStorage=true" };
        await using var workers = new WorkerSupervisor("/", settings, NullLoggerFactory.Instance) { OnReady = _ => { } };
        var trigger = new QueueTrigger(workers, new(settings), new("api", new(), new(), new()), TimeProvider.System, NullLogger<QueueTrigger>.Instance);
        var binding = new JsonObject { ["name"] = "chunk", ["type"] = QueueTrigger.Trigger, ["queueName"] = "due", ["connection"] = "Storage", [property] = value };
        var function = new FunctionDescription("1", "Count", new("Count", QueueTrigger.Trigger, JsonSerializer.SerializeToElement(binding)), null, new());

        var message = Should.Throw<T>(() => { _ = trigger.Run(function, CancellationToken.None); }).Message;
        message.ShouldContain("'Count'");
        return message;
    }
}
