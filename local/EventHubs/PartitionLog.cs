using System.Globalization;

namespace Credits.Local.EventHubs;

/// <summary>A partition: an append-only log in segment files. The oldest segment goes when there are too many; that is its retention.</summary>
public sealed class PartitionLog : IDisposable
{
    private const long SegmentBytes = 32 * 1024 * 1024;
    private const int MaxSegments = 16;

    // A reader gets at least one event and no more than this at once, however long the events are.
    private const int MaxReadBytes = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly List<Segment> _segments = [];
    private readonly string _directory;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private DateTimeOffset _lastEnqueuedAt;
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal PartitionLog(string partitionId, string directory, TimeProvider clock, ILogger log)
    {
        (PartitionId, _directory, _clock, _log) = (partitionId, directory, clock, log);
        Directory.CreateDirectory(directory);
        foreach (var path in Directory.GetFiles(directory, "*.log").Order(StringComparer.Ordinal))
            _segments.Add(new(path, long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture)));

        if (_segments.Count == 0) _segments.Add(NewSegment(0));
        foreach (var (segment, next) in _segments.Zip(_segments.Skip(1)))
        {
            if (segment.Next != next.First)
                throw new InvalidDataException($"{segment.Path} ends at event {segment.Next - 1}, but the next file begins at {next.First}: events are missing. Restore the file, or remove {directory} to start with an empty partition.");
        }

        if (LastSequenceNumber >= FirstSequenceNumber) _lastEnqueuedAt = At(LastSequenceNumber).EnqueuedAt;
        log.LogDebug("Partition {Partition} holds {First} to {Last}", partitionId, FirstSequenceNumber, LastSequenceNumber);
    }

    /// <summary>Its number, as text.</summary>
    public string PartitionId { get; }

    /// <summary>The oldest event it still holds, or will.</summary>
    public long FirstSequenceNumber
    {
        get
        {
            lock (_gate) return _segments[0].First;
        }
    }

    /// <summary>The newest event; −1 when nothing was ever enqueued.</summary>
    public long LastSequenceNumber
    {
        get
        {
            lock (_gate) return _segments[^1].Next - 1;
        }
    }

    internal DateTimeOffset LastEnqueuedAt
    {
        get
        {
            lock (_gate) return _lastEnqueuedAt;
        }
    }

    /// <summary>Appends messages as one; when this returns, they survive this process.</summary>
    /// <param name="encoded">AMQP messages as their sender encoded them.</param>
    /// <param name="partitionKey">What chose the partition.</param>
    internal void Append(IReadOnlyList<ReadOnlyMemory<byte>> encoded, string? partitionKey)
    {
        TaskCompletionSource appended;
        lock (_gate)
        {
            // A clock that is set back must not make enqueued times fall: they are searched by bisection.
            var now = _clock.GetUtcNow() is var time && time > _lastEnqueuedAt ? time : _lastEnqueuedAt;
            var (records, sizes) = EventRecord.Write(encoded, partitionKey, now);
            if (_segments[^1].Bytes + records.Length > SegmentBytes && _segments[^1].Bytes > 0) Roll();

            _segments[^1].Append(records, sizes);
            _lastEnqueuedAt = now;
            (appended, _appended) = (_appended, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        appended.SetResult();
    }

    /// <summary>Waits until it has taken an event of a number.</summary>
    public async ValueTask Until(long sequenceNumber, CancellationToken cancellation)
    {
        while (true)
        {
            Task appended;
            lock (_gate)
            {
                if (sequenceNumber < _segments[^1].Next) return;
                appended = _appended.Task;
            }

            await appended.WaitAsync(cancellation);
        }
    }

    /// <summary>Events from a number on, in order; waits until there is one. What retention has removed is passed over.</summary>
    public async ValueTask<IReadOnlyList<StoredEvent>> Read(long fromSequenceNumber, int max, CancellationToken cancellation)
    {
        await Until(fromSequenceNumber, cancellation);
        long from;
        List<ReadOnlyMemory<byte>> payloads;
        lock (_gate)
        {
            from = Math.Max(fromSequenceNumber, _segments[0].First);
            payloads = SegmentOf(from).Read(from, max, MaxReadBytes);
        }

        return [.. payloads.Select((payload, i) => EventRecord.Read(from + i, payload))];
    }

    /// <summary>The first event enqueued at or after a time in milliseconds since 1970; the next to come when there is none.</summary>
    internal long FirstAtOrAfter(long milliseconds)
    {
        lock (_gate)
        {
            // Enqueued times only grow, so the first one can be bisected.
            var (low, high) = (_segments[0].First, _segments[^1].Next);
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (At(middle).EnqueuedAt.ToUnixTimeMilliseconds() < milliseconds) low = middle + 1;
                else high = middle;
            }

            return low;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var segment in _segments) segment.Dispose();
    }

    private Segment SegmentOf(long sequenceNumber) => _segments.FindLast(segment => segment.First <= sequenceNumber && sequenceNumber < segment.Next)!;

    private StoredEvent At(long sequenceNumber) => EventRecord.Read(sequenceNumber, SegmentOf(sequenceNumber).Read(sequenceNumber, 1, MaxReadBytes)[0]);

    private void Roll()
    {
        _segments.Add(NewSegment(_segments[^1].Next));
        if (_segments.Count <= MaxSegments) return;

        _log.LogWarning(
            "Retention removes events {First} to {Last} of partition {Partition} in {Directory}", _segments[0].First, _segments[0].Next - 1, PartitionId, _directory);
        _segments[0].Dispose();
        File.Delete(_segments[0].Path);
        _segments.RemoveAt(0);
    }

    private Segment NewSegment(long first) => new(Path.Combine(_directory, $"{first:D19}.log"), first);
}
