namespace Credits.Functions.Journal;

/// <summary>Bounds how many journals an instance replays at a time. Each is read whole, so that whoever may ask could keep the store busy for everybody else.</summary>
public sealed class VerificationTurns
{
    private const int AtATime = 2;

    private readonly HashSet<AccountId> _taken = [];

    /// <summary>A turn to verify an account, over when it is disposed; null while somebody else verifies it, or as many others as may.</summary>
    public IDisposable? TryTake(AccountId account)
    {
        lock (_taken) return _taken.Count < AtATime && _taken.Add(account) ? new Turn(this, account) : null;
    }

    private sealed class Turn(VerificationTurns turns, AccountId account) : IDisposable
    {
        private bool _ended;

        public void Dispose()
        {
            lock (turns._taken)
            {
                if (!_ended) turns._taken.Remove(account);
                _ended = true;
            }
        }
    }
}
