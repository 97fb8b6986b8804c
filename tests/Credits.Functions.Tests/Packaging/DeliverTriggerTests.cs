using System.Text.Json;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Packaging;

/// <summary>The binding the Storage queues extension starts its listener from.</summary>
public sealed class DeliverTriggerTests
{
    [Fact]
    public async Task The_worker_announces_a_text_from_the_queue_of_deliveries()
    {
        var binding = (await GeneratedMetadata.Functions()).Single(function => function.Name == "Deliver").OnlyBinding();

        (Text(binding, "name"), Text(binding, "type"), Text(binding, "direction"), Text(binding, "queueName"), Text(binding, "connection"), Text(binding, "dataType"))
            .ShouldBe(("message", "queueTrigger", "In", "deliveries", "Storage", "String"));
    }

    private static string? Text(JsonElement binding, string name) => binding.GetProperty(name).GetString();
}
