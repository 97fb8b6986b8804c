using System.IO.Hashing;
using System.Text;

namespace Credits.Local.EventHubs;

/// <summary>What a hub is to be.</summary>
public sealed record HubDefinition(string Name, int Partitions);

/// <summary>A hub and its partitions.</summary>
public sealed class Hub : IDisposable
{
    private int _roundRobin = -1;

    internal Hub(HubDefinition definition, string directory, TimeProvider clock, ILogger log)
    {
        Name = definition.Name;
        CreatedAt = clock.GetUtcNow();
        Partitions = [.. Enumerable.Range(0, definition.Partitions)
            .Select(i => new PartitionLog($"{i}", Path.Combine(directory, definition.Name, $"{i}"), clock, log))];
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its partitions, by number.</summary>
    public IReadOnlyList<PartitionLog> Partitions { get; }

    internal DateTimeOffset CreatedAt { get; }

    /// <summary>The same key always leads to the same partition, also after a restart; no key takes the next in turn.</summary>
    internal PartitionLog PartitionFor(string? key) => Partitions[key is null
        ? (int)((uint)Interlocked.Increment(ref _roundRobin) % Partitions.Count)
        : (int)(XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(key)) % (uint)Partitions.Count)];

    internal PartitionLog? Find(string partitionId) => Partitions.FirstOrDefault(partition => partition.PartitionId == partitionId);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var partition in Partitions) partition.Dispose();
    }
}
