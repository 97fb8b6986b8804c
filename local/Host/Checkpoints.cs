using System.Collections.Concurrent;
using System.Globalization;

namespace Credits.Local.Host;

/// <summary>How far each partition of a hub was delivered: a small file each, replaced at once, so that a kill leaves the old or the new.</summary>
public sealed class Checkpoints(string directory, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Hub, string Partition), long> _delivered = new();
    private readonly ConcurrentDictionary<(string Hub, string Partition), long> _moves = new();

    /// <summary>The last delivered sequence number; −1 before the first.</summary>
    public long Read(string hub, string partition) =>
        _delivered.GetOrAdd((hub, partition), key =>
            File.Exists(PathOf(key.Hub, key.Partition)) ? long.Parse(File.ReadAllText(PathOf(key.Hub, key.Partition)), CultureInfo.InvariantCulture) : -1);

    /// <summary>When that was noted; null before the first.</summary>
    public DateTimeOffset? WrittenAt(string hub, string partition) =>
        File.Exists(PathOf(hub, partition)) ? File.GetLastWriteTimeUtc(PathOf(hub, partition)) : null;

    /// <summary>How often this process noted it: once a batch.</summary>
    public long Moves(string hub, string partition) => _moves.GetValueOrDefault((hub, partition));

    /// <summary>Notes that everything through a sequence number was delivered.</summary>
    public void Write(string hub, string partition, long sequenceNumber)
    {
        Directory.CreateDirectory(directory);
        var path = PathOf(hub, partition);
        File.WriteAllText(path + ".new", sequenceNumber.ToString(CultureInfo.InvariantCulture));
        File.SetLastWriteTimeUtc(path + ".new", clock.GetUtcNow().UtcDateTime);
        File.Move(path + ".new", path, overwrite: true);
        _delivered[(hub, partition)] = sequenceNumber;
        _moves.AddOrUpdate((hub, partition), 1, (_, moves) => moves + 1);
    }

    private string PathOf(string hub, string partition) => Path.Combine(directory, $"{hub}-{partition}.checkpoint");
}
