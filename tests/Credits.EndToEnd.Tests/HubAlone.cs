using Credits.Local.EventHubs;
using Credits.Local.Host;
using Microsoft.Extensions.Logging.Abstractions;

namespace Credits.EndToEnd.Tests;

/// <summary>The event hub of a stack that is down, and the checkpoints of its trigger.</summary>
internal static class HubAlone
{
    public const string Name = "usage";

    private const int Partitions = 4;

    /// <summary>Lets the hub take messages while nobody works them off, and moves the trigger's checkpoint past all that it then holds, as Azure's may be.</summary>
    /// <param name="data">The stack's data directory.</param>
    /// <param name="passedOver">Sends what the trigger will never see, to a connection string.</param>
    /// <param name="left">Sends what it will see.</param>
    public static async Task Take(string data, Func<string, Task> passedOver, Func<string, Task>? left = null)
    {
        await using var hub = await EventHubsEndpoint.Start(Path.Combine(data, "event-hubs"), 0, [new(Name, Partitions)], TimeProvider.System, NullLoggerFactory.Instance, default);
        await passedOver(hub.ConnectionString);
        var checkpoints = new Checkpoints(Path.Combine(data, "checkpoints"), TimeProvider.System);
        foreach (var partition in hub.Hubs.Single().Partitions) checkpoints.Write(Name, partition.PartitionId, partition.LastSequenceNumber);
        if (left is not null) await left(hub.ConnectionString);
    }
}
