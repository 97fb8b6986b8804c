using System.Collections.Concurrent;

namespace Credits.Local.Cosmos;

/// <summary>Commits together whatever waits: one transaction for many writes, each answered once it is stored.</summary>
internal sealed class WriteQueue : IDisposable
{
    private const int MaxTogether = 256;

    private readonly SqliteStatements _statements;
    private readonly BlockingCollection<Pending> _waiting = [];
    private readonly Thread _thread;

    public WriteQueue(SqliteStatements statements)
    {
        _statements = statements;
        _thread = new(WriteUntilClosed) { IsBackground = true, Name = "Cosmos writer" };
        _thread.Start();
    }

    /// <summary>Runs a write on the writing thread. It must leave nothing half done unless it throws; then nothing of the whole transaction is stored.</summary>
    public Task<T> Write<T>(Func<SqliteStatements, T> write)
    {
        var pending = new Pending<T>(write);
        _waiting.Add(pending);
        return pending.Done;
    }

    /// <summary>Writes what still waits, then closes.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
        _statements.Dispose();
    }

    private void WriteUntilClosed()
    {
        var together = new List<Pending>(MaxTogether);
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            together.Add(first);
            while (together.Count < MaxTogether && _waiting.TryTake(out var next)) together.Add(next);

            Commit(together);
            together.Clear();
        }
    }

    private void Commit(List<Pending> together)
    {
        try
        {
            _statements.Run("BEGIN IMMEDIATE");
            foreach (var write in together) write.Run(_statements);
            _statements.Run("COMMIT");
        }
        catch (Exception e)
        {
            // Every writer hears of it, whatever it was; the thread goes on for those who come later.
            if (_statements.InTransaction) _statements.Run("ROLLBACK");
            foreach (var write in together) write.Fail(CosmosError.Unavailable($"The local store failed: {e.Message}"));
            return;
        }

        foreach (var write in together) write.Succeed();
    }

    private abstract class Pending
    {
        public abstract void Run(SqliteStatements statements);

        public abstract void Succeed();

        public abstract void Fail(Exception reason);
    }

    private sealed class Pending<T>(Func<SqliteStatements, T> write) : Pending
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Done => _done.Task;

        public override void Run(SqliteStatements statements) => _result = write(statements);

        public override void Succeed() => _done.SetResult(_result!);

        public override void Fail(Exception reason) => _done.SetException(reason);
    }
}
