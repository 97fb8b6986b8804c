using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace Credits.Local.EventHubs;

/// <summary>Who reads each partition for each consumer group with an owner level: a higher level takes over, a lower one is refused.</summary>
internal sealed class Receivers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Group, PartitionLog Partition), (long Level, ListenerLink Link)> _owners = [];

    /// <summary>Lets a receiver in; false when another has a higher owner level.</summary>
    public bool TryEnter(string group, PartitionLog partition, long? ownerLevel, ListenerLink link)
    {
        ListenerLink? displaced = null;
        lock (_gate)
        {
            if (_owners.TryGetValue((group, partition), out var owner) && !owner.Link.IsClosed)
            {
                if (ownerLevel is null || ownerLevel < owner.Level) return false;
                displaced = owner.Link;
            }

            if (ownerLevel is { } level) _owners[(group, partition)] = (level, link);
        }

        displaced?.Close(TimeSpan.Zero, new Error(ErrorCode.Stolen) { Description = "A receiver with a higher owner level has taken the partition over." });
        return true;
    }
}
