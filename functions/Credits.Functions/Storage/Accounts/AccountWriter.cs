using Credits.Accounts;
using Credits.Booking;
using Credits.Functions.Storage.Catalogue;
using Credits.Journal;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Changes one account on somebody's request: load → decide → commit → on conflict again.</summary>
public sealed class AccountWriter(AccountStore accounts, AccountCommits commits, AccountCache cache, AccountTurns turns, PlanCatalogue plans, TimeProvider clock)
{
    /// <summary>Commits what a decision books.</summary>
    /// <param name="id">The account.</param>
    /// <param name="open">Whether to open an account that does not exist.</param>
    /// <param name="decide">Books into the pending commit and answers; called again after a conflict, with what has changed.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The answer of the decision that counts and the account after it; a null account when it does not exist.</returns>
    /// <exception cref="ConflictsException">Other instances kept committing to the account.</exception>
    public async Task<(Account? Account, T? Answer)> Change<T>(
        AccountId id, bool open, Func<AccountSession, PendingCommit, Task<T>> decide, CancellationToken cancellation)
    {
        using var turn = await turns.Take(id, cancellation);
        if (await Current(id, open, cancellation) is not { } session) return (null, default);

        using var chain = new HashChain();
        var conflicts = new ConflictBackoff(clock);
        while (true)
        {
            var commit = new PendingCommit(session.Account, clock.GetUtcNow(), chain);
            if (session.Exists) await Settle(commit, cancellation);

            // More is due than one commit takes: it comes before anything is decided.
            if (commit is { IsFull: true, Entries.Count: > 0 })
            {
                await NoteCrossings(commit, cancellation);
                if (await commits.Commit(session, commit, cancellation)) continue;
                await conflicts.Wait(id, cancellation);
                await accounts.Refresh(session, cancellation);
                continue;
            }

            var answer = await Decide(session, commit, decide);

            // Another plan begins in the commit that names it.
            if (commit.Account.Settings != session.Account.Settings) await Settle(commit, cancellation);
            commit.RepayOverdraft();
            await NoteCrossings(commit, cancellation);
            if (commit.Entries.Count == 0 || await commits.Commit(session, commit, cancellation))
            {
                // The session is the next writer's from now on; the account is a value.
                Keep(session);
                return (session.Account, answer);
            }

            await conflicts.Wait(id, cancellation);
            await accounts.Refresh(session, cancellation);
        }
    }

    /// <summary>Notes that the account may have alert endpoints of its own from now on. Comes before the first of them is made: a commit that knows of none is then a conflict.</summary>
    /// <returns>False when the account does not exist.</returns>
    /// <exception cref="ConflictsException">Other instances kept committing to the account.</exception>
    public async Task<bool> ExpectEndpoints(AccountId id, CancellationToken cancellation)
    {
        using var turn = await turns.Take(id, cancellation);
        if (await Current(id, open: false, cancellation) is not { } session) return false;

        var conflicts = new ConflictBackoff(clock);
        while (!await accounts.ExpectEndpoints(session, cancellation))
        {
            await conflicts.Wait(id, cancellation);
            await accounts.Refresh(session, cancellation);
        }

        Keep(session);
        return true;
    }

    private async Task Settle(PendingCommit commit, CancellationToken cancellation) =>
        commit.Settle(await plans.For(commit.Account, commit.BookedAt, cancellation));

    private async Task NoteCrossings(PendingCommit commit, CancellationToken cancellation) => commit.NoteCrossings(await plans.Of(commit.Account, cancellation));

    // A session from before knows the events that were booked, which a new one would have to read. Its account may be out of date, and
    // a decision that books nothing is guarded by no commit, so that is read in any case.
    private async Task<AccountSession?> Current(AccountId id, bool open, CancellationToken cancellation)
    {
        if (cache.Take(id) is not { } kept) return open ? await accounts.LoadOrNew(id, cancellation) : await accounts.Load(id, cancellation);

        await accounts.Refresh(kept, cancellation);
        return kept;
    }

    private async Task<T> Decide<T>(AccountSession session, PendingCommit commit, Func<AccountSession, PendingCommit, Task<T>> decide)
    {
        try
        {
            return await decide(session, commit);
        }
        catch
        {
            Keep(session);
            throw;
        }
    }

    private void Keep(AccountSession session)
    {
        if (session.Exists) cache.Put(session);
    }
}
