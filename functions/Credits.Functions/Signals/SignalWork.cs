using System.Diagnostics;
using Credits.Functions.Alerts;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Signals;
using Credits.Functions.Telemetry;
using Credits.Thresholds;

namespace Credits.Functions.Signals;

/// <summary>Tells what accounts' journals have to tell. Doing it twice tells once: alerts are themselves by their entries.</summary>
public sealed class SignalWork(AccountStore accounts, JournalStore journal, AlertDispatch alerts, TimeProvider clock)
{
    // Of an account that others commit to all the time, a later signal notes it.
    private const int MostTries = 3;

    /// <summary>Tells what a signal points to, and notes in the account that it was told.</summary>
    /// <returns>Whether credits are to be bought for the account by themselves.</returns>
    public async Task<bool> Run(Signal signal, CancellationToken cancellation)
    {
        using var span = Spans.Follow(Spans.Tell, ActivityKind.Consumer, signal.TraceParent)?.SetTag(Spans.Account, signal.Account.Value).SetTag("credits.from", signal.From).SetTag("credits.to", signal.To);
        if (await accounts.Load(signal.Account, cancellation) is not { } session) return false;

        await alerts.Tell(await AlertsOf(session, signal, cancellation), cancellation);

        await Note(session, signal, cancellation);
        return session.Account.Reached.Any(reached => reached.Kind == CrossingKind.TopUp);
    }

    // Only what follows on what was told before: of what lies between, nobody may have been told.
    private async Task Note(AccountSession session, Signal signal, CancellationToken cancellation)
    {
        for (var i = 0; i < MostTries && session.Untold is { } untold && signal.From <= untold.From && untold.From <= signal.To; i++)
        {
            if (await accounts.MarkTold(session, signal.To, clock.GetUtcNow(), cancellation)) return;
            await accounts.Refresh(session, cancellation);
        }
    }

    private async Task<List<AlertEvent>> AlertsOf(AccountSession session, Signal signal, CancellationToken cancellation)
    {
        var (account, told) = (session.Account, new List<AlertEvent>());
        await foreach (var page in journal.Read(account.Id, signal.From, bookedFrom: null, bookedBefore: null, cancellation))
        {
            foreach (var entry in page)
                if (signal.From <= entry.Sequence && entry.Sequence <= signal.To && EntryAlerts.Of(account.Id, account.Settings.Plan, entry) is { } alert) told.Add(alert);

            if (page[^1].Sequence >= signal.To) break;
        }

        return told;
    }
}
