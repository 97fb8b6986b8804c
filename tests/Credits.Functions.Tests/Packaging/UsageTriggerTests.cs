using System.Text.Json;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Packaging;

/// <summary>The binding the Event Hubs extension starts its listener from: the same with the package's trigger attribute and with the fallback's.</summary>
public sealed class UsageTriggerTests
{
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["name"] = "events",
        ["type"] = "eventHubTrigger",
        ["direction"] = "In",
        ["eventHubName"] = "%UsageHub%",
        ["connection"] = "EventHubs",
        ["cardinality"] = "Many",
        ["dataType"] = "Binary",
    };

    [Fact]
    public async Task The_worker_announces_a_batch_of_bytes_from_the_usage_hub()
    {
        var usage = (await GeneratedMetadata.Functions()).Single(function => function.Name == "Usage");

        Settings(usage.OnlyBinding()).ShouldBe(Expected, ignoreOrder: true);
    }

    [Fact]
    public async Task The_worker_announces_an_endless_exponential_retry()
    {
        var usage = (await GeneratedMetadata.Functions()).Single(function => function.Name == "Usage");

        var retry = usage.Retry.ShouldNotBeNull();
        retry.MaxRetryCount.ShouldBe(-1);
        retry.MinimumInterval.ShouldBe(TimeSpan.FromSeconds(1));
        retry.MaximumInterval.ShouldBe(TimeSpan.FromMinutes(1));
        retry.DelayInterval.ShouldBeNull("a delay interval would make the strategy a fixed one");
    }

    [Fact]
    public void The_build_output_has_the_same_binding_and_retry()
    {
        var usage = BuildOutput().Single(function => function.GetProperty("name").GetString() == "Usage");

        Settings(usage.GetProperty("bindings").EnumerateArray().ShouldHaveSingleItem()).ShouldBe(Expected, ignoreOrder: true);
        Settings(usage.GetProperty("retry")).ShouldBe(
            new Dictionary<string, string>
            {
                ["strategy"] = "exponentialBackoff",
                ["maxRetryCount"] = "-1",
                ["minimumInterval"] = "00:00:01",
                ["maximumInterval"] = "00:01:00",
            },
            ignoreOrder: true);
    }

    // The app's functions.metadata, copied beside the tests because they reference the app.
    private static List<JsonElement> BuildOutput() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "functions.metadata"))).RootElement.EnumerateArray()];

    // "properties" says whether the parameter is bound lazily by an SDK type, which is no setting: empty for bytes, and in one of the two sources absent.
    private static Dictionary<string, string> Settings(JsonElement element) =>
        element.EnumerateObject().Where(setting => setting.Name != "properties").ToDictionary(setting => setting.Name, setting => setting.Value.ToString());
}
