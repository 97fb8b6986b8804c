
namespace Credits.Functions.Storage.Accounts;

/// <summary>Waits ever longer, and never equally long, between attempts to write to what others write to as well, mostly an account.</summary>
public sealed class ConflictBackoff(TimeProvider clock)
{
    private const int MaxConflicts = 10;
    private const int FirstWaitMilliseconds = 5;

    private int _conflicts;

    /// <summary>Waits before the next attempt.</summary>
    /// <exception cref="ConflictsException">There were too many; whoever called should come back later.</exception>
    public Task Wait(AccountId account, CancellationToken cancellation) => Wait($"Account {account}", cancellation);

    /// <summary>Waits before the next attempt to write to something else.</summary>
    /// <exception cref="ConflictsException">There were too many; whoever called should come back later.</exception>
    public Task Wait(string what, CancellationToken cancellation)
    {
        if (++_conflicts > MaxConflicts) throw new ConflictsException(what, _conflicts);

        var longest = FirstWaitMilliseconds << _conflicts;
        return Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(longest / 2, longest)), clock, cancellation);
    }
}

/// <summary>Others wrote so often in between that an attempt was given up. Nothing of it was written.</summary>
public sealed class ConflictsException(string what, int conflicts)
    : Exception($"{what} was changed by others {conflicts} times in a row while a commit was attempted.");
