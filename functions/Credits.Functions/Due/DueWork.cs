using System.Collections.Concurrent;
using System.Net;
using Azure;
using Azure.Identity;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Telemetry;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Due;

/// <summary>Books what time alone changes, for accounts that nobody else commits to: holds lapse, scheduled changes come, grants expire or roll over, plans allot.</summary>
/// <remarks>Each account is settled by the commit path that everything else takes, guarded by its ETag: done twice, or by many at once, it is done once.</remarks>
public sealed class DueWork(AccountWriter writer, Instruments instruments, TimeProvider clock, ILogger<DueWork> log)
{
    // Bounds what a chunk asks of the store, beside which events are booked. host.json gives an instance up to six chunks at a time.
    private const int AccountsAtATime = 4;

    private const int RetryWith = 449; // Cosmos DB's own, of a write that met another

    /// <summary>Settles each account of a chunk that is still due.</summary>
    /// <returns>How many were settled, how many wait, and how many could not be settled.</returns>
    /// <exception cref="AggregateException">The store was out of reach for some accounts; they must come again.</exception>
    public async Task<DueOutcome> Run(IReadOnlyList<AccountId> accounts, CancellationToken cancellation)
    {
        var (settled, waiting, failed) = (0, 0, 0);
        var unreached = new ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(
            accounts,
            new ParallelOptions { MaxDegreeOfParallelism = AccountsAtATime, CancellationToken = cancellation },
            async (account, stop) =>
            {
                // One account may be throttled alone. As many as are worked on at a time are not: then the rest would wait in vain.
                if (unreached.Count >= AccountsAtATime) return;

                try
                {
                    // A writer settles what is due before it decides anything, so there is nothing left to decide.
                    var (after, _) = await writer.Change(account, open: false, (_, _) => Task.FromResult(true), stop);
                    var isStillDue = after?.NextDueAt <= clock.GetUtcNow();
                    if (isStillDue) log.LogWarning("Account {Account} is still due: its plan's allotment is beyond what it can hold; it is tried again when it is next found", account);
                    Interlocked.Increment(ref isStillDue ? ref waiting : ref settled);
                }
                catch (Exception e) when (!cancellation.IsCancellationRequested && IsStoreOutOfReach(e))
                {
                    unreached.Enqueue(e);
                }
                catch (Exception e) when (!cancellation.IsCancellationRequested)
                {
                    log.LogError(e, "Account {Account} could not be settled; it is tried again when it is next found to be due", account);
                    Interlocked.Increment(ref failed);
                }
            });

        Instruments.Count(instruments.DueAccounts, Outcomes.DueAccount.Settled, settled);
        Instruments.Count(instruments.DueAccounts, Outcomes.DueAccount.Waiting, waiting);
        Instruments.Count(instruments.DueAccounts, Outcomes.DueAccount.Failed, failed);
        var left = accounts.Count - settled - waiting - failed;
        Instruments.Count(instruments.DueAccounts, Outcomes.DueAccount.Unreached, left);
        log.LogInformation(
            "Of {Accounts} accounts {Settled} are settled, {Waiting} wait for room, {Failed} could not be, {Left} are left because the store was out of reach", accounts.Count, settled, waiting, failed, left);
        return left == 0
            ? new(settled, waiting, failed)
            : throw new AggregateException($"The store was out of reach, so {left} of {accounts.Count} accounts are not settled; they are tried again.", unreached);
    }

    // Cosmos DB's, or the catalogue's, whose client throws all its tries together: what is wrong with an account itself is none of these.
    private static bool IsStoreOutOfReach(Exception e) =>
        e is HttpRequestException or RequestFailedException or AggregateException or AuthenticationFailedException or IOException or TimeoutException or OperationCanceledException
            or CosmosException { StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.Unauthorized or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Gone or (HttpStatusCode)RetryWith };
}

/// <summary>What became of a chunk.</summary>
/// <param name="Settled">Accounts of which everything due is booked.</param>
/// <param name="Waiting">Accounts that stay due until there is room for what their plan allots.</param>
/// <param name="Failed">Accounts that could not be settled; the log says why.</param>
public readonly record struct DueOutcome(int Settled, int Waiting, int Failed);
