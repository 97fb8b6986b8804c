using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Storage.Due;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Due;

/// <summary>Puts the accounts of plans whose terms were changed on the queue of due accounts: who works them off takes the terms over, as with any commit.</summary>
/// <remarks>What a run leaves, or a crash, the next one goes on with. An account that is looked at twice has nothing to take over the second time.</remarks>
public sealed class ChangedPlans(PlanChangeStore changes, AccountDirectory directory, DueChunks queue, TimeProvider clock, ILogger<ChangedPlans> log)
{
    private const int PageSize = 500;

    /// <summary>How long a change is left to itself: until no instance has the plan in memory as it was before, with room for clocks that differ and for requests that take their time.</summary>
    internal static readonly TimeSpan Known = 10 * PlanCatalogue.Freshness;

    /// <summary>Puts accounts on the queue.</summary>
    /// <param name="maxChunks">About how many chunks may be added.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>How many accounts were put there.</returns>
    public async Task<int> Add(int maxChunks, CancellationToken cancellation)
    {
        var (accounts, chunks) = (0, 0);
        foreach (var change in await changes.NotedBy(clock.GetUtcNow() - Known, cancellation))
        {
            if (chunks >= maxChunks) break;

            var (found, reached) = (0, change.Reached);
            do
            {
                (var page, reached) = await Page(change.Plan, reached, cancellation);
                foreach (var chunk in page.Chunk(DueChunk.MaxAccounts))
                {
                    await queue.Add(chunk, cancellation);
                    chunks++;
                }

                found += page.Count;
            }
            while (reached is not null && chunks < maxChunks);

            await changes.Keep(change, reached, cancellation);
            accounts += found;
            if (found > 0) log.LogInformation("{Accounts} accounts on plan {Plan}, whose terms were changed, were put on the queue", found, change.Plan);
        }

        return accounts;
    }

    // The store may no longer know where an earlier run ended: then it begins with the first account again.
    private async Task<(IReadOnlyList<AccountId> Accounts, string? Reached)> Page(string plan, string? reached, CancellationToken cancellation)
    {
        var (accounts, next) = await directory.OnPlan(plan, reached, PageSize, cancellation);
        if (accounts is null) (accounts, next) = await directory.OnPlan(plan, cursor: null, PageSize, cancellation);
        return (accounts!, next);
    }
}
