using System.Text.Json;
using System.Text.Json.Nodes;
using Credits.Local.Host;
using Credits.Local.Tests.EventHubs;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host;

public sealed class Event_hub_trigger_should : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Refuse_a_hub_that_does_not_exist() => (await Refusal<InvalidOperationException>("eventHubName", "elsewhere")).ShouldContain("'elsewhere'");

    [Fact]
    public async Task Refuse_a_setting_that_does_not_exist() => (await Refusal<InvalidOperationException>("eventHubName", "%Nowhere%")).ShouldContain("'Nowhere'");

    [Fact]
    public async Task Refuse_a_function_that_takes_one_event_at_a_time() => (await Refusal<NotSupportedException>("cardinality", "One")).ShouldContain("byte[][]");

    [Fact]
    public async Task Refuse_a_function_that_takes_texts() => (await Refusal<NotSupportedException>("dataType", "String")).ShouldContain("byte[][]");

    [Fact]
    public async Task Refuse_another_consumer_group() => (await Refusal<NotSupportedException>("consumerGroup", "audit")).ShouldContain("'audit'");

    private async Task<string> Refusal<T>(string property, string value)
        where T : Exception
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await using var workers = new WorkerSupervisor(_data.Path, new Dictionary<string, string>(), NullLoggerFactory.Instance) { OnReady = _ => { } };
        var trigger = new EventHubTrigger(
            workers, new(new Dictionary<string, string>()), hub.Endpoint.Hubs, new("api", new(), new(), new()), new(_data.Path, TimeProvider.System), TimeProvider.System, NullLogger<EventHubTrigger>.Instance);
        var binding = new JsonObject
        {
            ["name"] = "events",
            ["type"] = EventHubTrigger.Trigger,
            ["eventHubName"] = RunningHub.Name,
            ["cardinality"] = "Many",
            ["dataType"] = "Binary",
            [property] = value,
        };
        var function = new FunctionDescription("1", "Count", new("Count", EventHubTrigger.Trigger, JsonSerializer.SerializeToElement(binding)), null, new());

        var message = Should.Throw<T>(() => { _ = trigger.Run(function, CancellationToken.None); }).Message;
        message.ShouldContain("'Count'");
        return message;
    }
}
