using Credits.Booking;
using Credits.Journal;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Changes one account on somebody's request: load → decide → commit → on conflict again.</summary>
public sealed class AccountWriter(AccountStore accounts, TimeProvider clock)
{
    /// <summary>Commits what a decision books.</summary>
    /// <param name="id">The account.</param>
    /// <param name="open">Whether to open an account that does not exist.</param>
    /// <param name="decide">Books into the pending commit and answers; called again after a conflict, with what has changed.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>The answer of the decision that counts and the session after it; a null session when the account does not exist.</returns>
    /// <exception cref="ConflictsException">Others kept committing to the account.</exception>
    public async Task<(AccountSession? Session, T? Answer)> Change<T>(
        AccountId id, bool open, Func<AccountSession, PendingCommit, Task<T>> decide, CancellationToken cancellation)
    {
        var session = open ? await accounts.LoadOrNew(id, cancellation) : await accounts.Load(id, cancellation);
        if (session is null) return (null, default);

        using var chain = new HashChain();
        var conflicts = new ConflictBackoff(clock);
        while (true)
        {
            var commit = new PendingCommit(session.Account, clock.GetUtcNow(), chain);
            if (session.Exists) commit.Settle();
            var answer = await decide(session, commit);
            commit.RepayOverdraft();

            if (commit.Entries.Count == 0 || await accounts.Commit(session, commit, cancellation)) return (session, answer);

            await conflicts.Wait(id, cancellation);
            await accounts.Refresh(session, cancellation);
        }
    }
}
