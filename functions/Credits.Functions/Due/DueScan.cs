using Azure;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Due;
using Credits.Functions.Telemetry;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Due;

/// <summary>Finds the accounts that time alone changes, and puts them on the queue from which every instance works them off.</summary>
/// <remarks>An account stays due until it is settled, so whatever becomes of a message, a later run finds the account again.</remarks>
public sealed class DueScan(AccountDirectory directory, DueChunks queue, Instruments instruments, TimeProvider clock, ILogger<DueScan> log)
{
    /// <summary>With more chunks than this on the queue, of which one or more wait for a worker, a run adds none: what is there would be found, and added, once more.</summary>
    /// <remarks>
    /// Not zero, so that a chunk that waits to be tried again holds nothing up. Where none waits, all are in work, or were with instances that died: the queue hides those for minutes, and nobody else finds their accounts meanwhile.
    /// What is on the queue twice costs a read an account the second time.
    /// </remarks>
    internal const int Backlog = 20;

    /// <summary>The most chunks that one run adds: 25,000 accounts, so that the queue's length is bounded, and what is in it is worked off before it is out of date.</summary>
    internal const int MaxChunks = 250;

    // What is due for longer than this comes last: it may be due for ever, as an allotment that an account has no room for, and there may be more of it than a run adds.
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    /// <summary>Puts on the queue what is due now, unless the queue still holds a backlog.</summary>
    /// <returns>How many accounts were put on the queue.</returns>
    /// <exception cref="CosmosException">The store is out of reach; the next run begins anew.</exception>
    /// <exception cref="RequestFailedException">The queue is.</exception>
    public async Task<int> Run(CancellationToken cancellation)
    {
        var waiting = await queue.Length(cancellation);
        instruments.DueBacklog.Record(waiting);
        if (waiting > Backlog && await queue.IsAnyWaiting(cancellation))
        {
            log.LogInformation("About {Chunks} chunks of due accounts are still to be worked off; none are added until at most {Backlog} are left", waiting, Backlog);
            return 0;
        }

        var (accounts, chunks) = (0, 0);
        var now = clock.GetUtcNow();
        await foreach (var page in directory.Due(now - Lately, now, cancellation).Concat(directory.Due(now - Lately, cancellation)))
        {
            foreach (var chunk in page.Chunk(DueChunk.MaxAccounts).Take(MaxChunks - chunks))
            {
                await queue.Add(chunk, cancellation);
                (accounts, chunks) = (accounts + chunk.Length, chunks + 1);
            }

            if (chunks == MaxChunks) break;
        }

        if (chunks == MaxChunks) log.LogWarning("{Accounts} due accounts were put on the queue, as many as a run may; more may be due", accounts);
        else if (accounts > 0) log.LogInformation("{Accounts} due accounts were put on the queue", accounts);
        return accounts;
    }
}
