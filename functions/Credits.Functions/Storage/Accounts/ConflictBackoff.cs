
namespace Credits.Functions.Storage.Accounts;

/// <summary>Waits ever longer, and never equally long, between attempts to commit to an account that others commit to as well.</summary>
public sealed class ConflictBackoff(TimeProvider clock)
{
    private const int MaxConflicts = 10;
    private const int FirstWaitMilliseconds = 5;

    private int _conflicts;

    /// <summary>Waits before the next attempt.</summary>
    /// <exception cref="ConflictsException">There were too many; whoever called should come back later.</exception>
    public Task Wait(AccountId account, CancellationToken cancellation)
    {
        if (++_conflicts > MaxConflicts) throw new ConflictsException(account, _conflicts);

        var longest = FirstWaitMilliseconds << _conflicts;
        return Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(longest / 2, longest)), clock, cancellation);
    }
}

/// <summary>Others committed to an account so often in between that an attempt was given up. Nothing of it was booked.</summary>
public sealed class ConflictsException(AccountId account, int conflicts)
    : Exception($"Account {account} was changed by others {conflicts} times in a row while a commit was attempted.");
