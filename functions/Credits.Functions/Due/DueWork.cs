using System.Net;
using Credits.Functions.Storage.Accounts;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Due;

/// <summary>Books what time alone changes, for accounts that nobody else commits to: holds that have lapsed, grants whose expiry is settled.</summary>
/// <remarks>Each account is settled by the commit path that everything else takes, guarded by its ETag: done twice, or by many at once, it is done once.</remarks>
public sealed class DueWork(AccountDirectory directory, AccountWriter writer, TimeProvider clock, ILogger<DueWork> log)
{
    // Bounds what a run asks of the store, beside which events are booked.
    private const int AccountsAtATime = 16;

    /// <summary>Settles every account that is due now.</summary>
    /// <returns>How many were settled, and how many could not be.</returns>
    /// <exception cref="CosmosException">The store is out of reach; the next run begins anew.</exception>
    public async Task<DueOutcome> Run(CancellationToken cancellation)
    {
        var (settled, failed) = (0, 0);
        await foreach (var accounts in directory.Due(clock.GetUtcNow(), cancellation))
        {
            await Parallel.ForEachAsync(
                accounts,
                new ParallelOptions { MaxDegreeOfParallelism = AccountsAtATime, CancellationToken = cancellation },
                async (account, stop) =>
                {
                    if (await Settle(account, stop)) Interlocked.Increment(ref settled);
                    else Interlocked.Increment(ref failed);
                });
        }

        if (settled + failed > 0) log.LogInformation("{Settled} due accounts were settled, {Failed} could not be", settled, failed);
        return new(settled, failed);
    }

    // One account that can't be settled must not keep the others from it.
    private async Task<bool> Settle(AccountId account, CancellationToken cancellation)
    {
        try
        {
            // A writer settles what is due before it decides anything, so there is nothing left to decide.
            await writer.Change(account, open: false, (_, _) => Task.FromResult(true), cancellation);
            return true;
        }
        catch (Exception e) when (!IsStoreOutOfReach(e) && !cancellation.IsCancellationRequested)
        {
            log.LogError(e, "Account {Account} is due and could not be settled; it is tried again by the next run", account);
            return false;
        }
    }

    private static bool IsStoreOutOfReach(Exception e) =>
        e is HttpRequestException or CosmosException { StatusCode: HttpStatusCode.ServiceUnavailable or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests };
}

/// <summary>What a run did.</summary>
/// <param name="Settled">Accounts of which everything due is booked.</param>
/// <param name="Failed">Accounts that could not be settled; the log says why.</param>
public readonly record struct DueOutcome(int Settled, int Failed);
