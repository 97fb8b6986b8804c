namespace Credits.Functions.Storage;

/// <summary>Lets those who write to one thing in this instance take turns, in the order in which they asked.</summary>
/// <remarks>
/// Only for speed: an ETag guards every write, whoever makes it. Without turns, of many writers at once one writes and all others have decided in vain, so the
/// longer they try the more of them give up. Who waits costs nothing but memory, and the host bounds how many requests an instance works on.
/// </remarks>
/// <typeparam name="TKey">What names the thing.</typeparam>
public class Turns<TKey> where TKey : notnull
{
    private readonly Dictionary<TKey, Line> _lines = [];

    /// <summary>Waits for a turn, which ends when it is disposed.</summary>
    public async Task<IDisposable> Take(TKey key, CancellationToken cancellation)
    {
        Line line;
        lock (_lines)
        {
            if (!_lines.TryGetValue(key, out line!)) _lines.Add(key, line = new());
            line.Standing++;
        }

        try
        {
            await line.Free.WaitAsync(cancellation);
        }
        catch
        {
            Leave(key, line);
            throw;
        }

        return new Turn(this, key, line);
    }

    private void Leave(TKey key, Line line)
    {
        lock (_lines)
        {
            if (--line.Standing > 0) return;
            _lines.Remove(key);
            line.Free.Dispose();
        }
    }

    private sealed class Line
    {
        public SemaphoreSlim Free { get; } = new(1, 1);

        /// <summary>How many wait or have their turn.</summary>
        public int Standing { get; set; }
    }

    private sealed class Turn(Turns<TKey> turns, TKey key, Line line) : IDisposable
    {
        private bool _ended;

        public void Dispose()
        {
            if (_ended) return;
            _ended = true;
            line.Free.Release();
            turns.Leave(key, line);
        }
    }
}
