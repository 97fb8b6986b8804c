using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Signals;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Signals;

/// <summary>Signals again what was booked and, as far as the accounts know, told to nobody: a crash came between, or the queue was out of reach.</summary>
public sealed class SignalSweep(AccountDirectory directory, AccountStore accounts, SignalMessages signals, TimeProvider clock, ILogger<SignalSweep> log)
{
    /// <summary>How long what was booked may be untold before it counts as swallowed.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>With more signals than this on the queue, a run adds none: what waits there to be told would be found, and added, once more.</summary>
    internal const int Backlog = 200;

    /// <summary>The most signals that one run adds; the next goes on.</summary>
    internal const int MaxSignals = 5_000;

    /// <summary>Signals what is overdue.</summary>
    /// <returns>How many accounts were signalled.</returns>
    public async Task<int> Run(CancellationToken cancellation)
    {
        var waiting = await signals.Length(cancellation);
        if (waiting > Backlog)
        {
            log.LogInformation("About {Signals} signals are still to be worked off; none are added until at most {Backlog} are left", waiting, Backlog);
            return 0;
        }

        await BringBack(cancellation);
        var before = clock.GetUtcNow() - Patience;
        var signalled = 0;
        await foreach (var page in directory.Untold(before, cancellation))
        {
            foreach (var account in page)
            {
                if (signalled == MaxSignals) return Told(signalled);
                if (await accounts.Load(account, cancellation) is not { Untold: { } untold } session || untold.Since > before) continue;

                await signals.Add(new(account, untold.From, session.Account.Sequence), cancellation);
                signalled++;
            }
        }

        return Told(signalled);
    }

    // Nothing is given up: each run tries anew what failed, and says so until somebody mends the cause.
    private async Task BringBack(CancellationToken cancellation)
    {
        foreach (var signal in await signals.BringBack(Backlog, cancellation)) log.LogError("Signal {Signal} could not be worked off, as often as it was tried; it is tried again", signal);
    }

    private int Told(int signalled)
    {
        if (signalled > 0) log.LogInformation("{Accounts} accounts had something to tell of which nobody was told; they are signalled again", signalled);
        return signalled;
    }
}
