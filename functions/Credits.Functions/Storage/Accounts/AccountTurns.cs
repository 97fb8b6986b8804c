namespace Credits.Functions.Storage.Accounts;

/// <summary>Lets those who write to one account in this instance take turns, in the order in which they asked.</summary>
/// <remarks>
/// Only for speed: the account document's ETag guards every commit, whoever makes it. Without turns, of many writers at once one commits and all
/// others have decided in vain, so the longer they try the more of them give up. Who waits costs nothing but memory, and the host bounds how
/// many requests an instance works on.
/// </remarks>
public sealed class AccountTurns
{
    private readonly Dictionary<AccountId, Line> _lines = [];

    /// <summary>Waits for a turn, which ends when it is disposed.</summary>
    public async Task<IDisposable> Take(AccountId id, CancellationToken cancellation)
    {
        Line line;
        lock (_lines)
        {
            if (!_lines.TryGetValue(id, out line!)) _lines.Add(id, line = new());
            line.Standing++;
        }

        try
        {
            await line.Free.WaitAsync(cancellation);
        }
        catch
        {
            Leave(id, line);
            throw;
        }

        return new Turn(this, id, line);
    }

    private void Leave(AccountId id, Line line)
    {
        lock (_lines)
        {
            if (--line.Standing > 0) return;
            _lines.Remove(id);
            line.Free.Dispose();
        }
    }

    private sealed class Line
    {
        public SemaphoreSlim Free { get; } = new(1, 1);

        /// <summary>How many wait or have their turn.</summary>
        public int Standing { get; set; }
    }

    private sealed class Turn(AccountTurns turns, AccountId id, Line line) : IDisposable
    {
        private bool _ended;

        public void Dispose()
        {
            if (_ended) return;
            _ended = true;
            line.Free.Release();
            turns.Leave(id, line);
        }
    }
}
