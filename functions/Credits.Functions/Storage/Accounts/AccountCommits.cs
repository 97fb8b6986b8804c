using System.Diagnostics;
using Azure;
using Credits.Booking;
using Credits.Functions.Storage.Signals;
using Credits.Functions.Telemetry;
using Credits.Journal;
using Credits.Thresholds;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Commits to accounts and then signals that there is something to tell. The commit itself keeps that nothing of it was told yet, so that no crash after it loses a word.</summary>
public sealed class AccountCommits(AccountStore accounts, SignalMessages signals, IsAnybodyListening isAnybodyListening, Instruments instruments, ILogger<AccountCommits> log)
{
    // Whoever waits for the commit does not wait longer for the queue: what is not on it, the sweep finds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>As <see cref="AccountStore.Commit"/>.</summary>
    /// <exception cref="RefusedCommitException">As there.</exception>
    /// <exception cref="CosmosException">As there.</exception>
    public Task<bool> Commit(AccountSession session, PendingCommit commit, CancellationToken cancellation) => Commit(session, commit, TracedEvents.None, cancellation);

    /// <summary>As <see cref="AccountStore.Commit"/>, in the trace of the events that it books.</summary>
    /// <exception cref="RefusedCommitException">As there.</exception>
    /// <exception cref="CosmosException">As there.</exception>
    public async Task<bool> Commit(AccountSession session, PendingCommit commit, TracedEvents traced, CancellationToken cancellation)
    {
        using var span = traced.StartCommit(commit.Account.Id, commit.Entries);
        if (await FirstToTell(session, commit, cancellation) is not { } first) return await Store(session, commit, traced, span, cancellation);

        session.Untold ??= new(first, commit.BookedAt);
        if (!await Store(session, commit, traced, span, cancellation)) return false;

        await Signal(session, cancellation);
        return true;
    }

    private async Task<bool> Store(AccountSession session, PendingCommit commit, TracedEvents traced, Activity? span, CancellationToken cancellation)
    {
        instruments.CommitAttempts.Add(1);
        var isCommitted = await accounts.Commit(session, commit, cancellation);
        span?.SetTag(Spans.Outcome, isCommitted ? "committed" : "conflict");
        if (!isCommitted)
        {
            instruments.CommitConflicts.Add(1);
            return false;
        }

        instruments.CountBurned(commit.Entries);
        traced.Booked(commit.Entries);
        return true;
    }

    // The next commit forgets what is on the queue; of an account that has none, whoever tells it does.
    private async Task Signal(AccountSession session, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await signals.Add(new(session.Account.Id, session.Untold!.From, session.Account.Sequence) { TraceParent = Spans.Current }, patience.Token);
            session.Untold = null;
        }
        catch (Exception e) when (e is RequestFailedException or HttpRequestException or IOException or AggregateException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            log.LogWarning(e, "Account {Account} has something to tell from entry {Entry} on, but the queue was out of reach; the sweep finds it", session.Account.Id, session.Untold!.From);
        }
    }

    private async ValueTask<long?> FirstToTell(AccountSession session, PendingCommit commit, CancellationToken cancellation)
    {
        long? first = null;
        foreach (var entry in commit.Entries)
        {
            if (entry.Movement is Movement.Crossed { Crossing.Kind: CrossingKind.TopUp, Turn: CrossingTurn.Reached }) return first ?? entry.Sequence;
            if (entry.Movement is Movement.Crossed { Turn: not CrossingTurn.Dropped } or Movement.Granted or Movement.Expired) first ??= entry.Sequence;
        }

        return first is not null && await isAnybodyListening(commit.Account, session.NeverHadEndpoints, cancellation) ? first : null;
    }
}
