using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace Credits.Local.EventHubs;

/// <summary>
/// Who reads each partition for each consumer group. One with an owner level reads alone: it takes over from lower, equal and absent levels,
/// and is not let in beside a higher one. Those without a level read side by side.
/// </summary>
internal sealed class Receivers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Group, PartitionLog Partition), List<(long? Level, ListenerLink Link)>> _readers = [];

    /// <summary>Lets a receiver in; false when another has a higher owner level.</summary>
    public bool TryEnter(string group, PartitionLog partition, long? ownerLevel, ListenerLink link)
    {
        List<(long? Level, ListenerLink Link)> displaced = [];
        lock (_gate)
        {
            if (!_readers.TryGetValue((group, partition), out var readers)) _readers[(group, partition)] = readers = [];
            readers.RemoveAll(reader => reader.Link.IsClosed);
            if (readers.Any(reader => reader.Level is { } level && (ownerLevel is null || ownerLevel < level))) return false;

            if (ownerLevel is not null)
            {
                displaced = [.. readers];
                readers.Clear();
            }

            readers.Add((ownerLevel, link));
        }

        foreach (var (_, other) in displaced)
            other.Close(TimeSpan.Zero, new Error(ErrorCode.Stolen) { Description = "A receiver with a higher owner level has taken the partition over." });
        return true;
    }
}
