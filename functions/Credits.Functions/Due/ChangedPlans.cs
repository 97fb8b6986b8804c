using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Due;

/// <summary>Has the accounts of plans that were written take over what is new, as any commit of theirs would: an account that nobody uses may have none to come.</summary>
/// <remarks>How far it came is kept only once the accounts until there are settled, so what fails or is cut short is done by the next run. An account that is looked at twice has nothing to take over the second time.</remarks>
public sealed class ChangedPlans(PlanChangeStore changes, AccountDirectory directory, DueWork work, TimeProvider clock, ILogger<ChangedPlans> log)
{
    /// <summary>The most accounts that a run of the timer looks at: so many that it ends before the next is due.</summary>
    internal const int MaxAccounts = 2_000;

    private const int PageSize = 100;

    /// <summary>How long a change is left to itself: until no instance has the plan in memory as it was before, with room for clocks that differ and for requests that take their time.</summary>
    internal static readonly TimeSpan Known = 10 * PlanCatalogue.Freshness;

    /// <summary>Goes on with it.</summary>
    /// <param name="maxAccounts">With so many looked at, or up to a page more, the rest is left to the next run.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>How many accounts were looked at.</returns>
    /// <exception cref="AggregateException">The store was out of reach; the next run tries the same accounts again.</exception>
    public async Task<int> Run(int maxAccounts, CancellationToken cancellation)
    {
        var (looked, failures) = (0, new List<Exception>());
        foreach (var noted in await changes.NotedBy(clock.GetUtcNow() - Known, cancellation))
        {
            try
            {
                for (var change = noted; change is not null && looked < maxAccounts;)
                {
                    var (accounts, reached) = await Page(change, cancellation);
                    await work.Run(accounts, cancellation);
                    looked += accounts.Count;
                    if (reached is null) log.LogInformation("The accounts on plan {Plan} have taken over what was new at {At}", noted.Plan, noted.At);
                    change = await changes.Keep(change, reached, cancellation);
                }
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                failures.Add(e);
            }
        }

        return failures.Count == 0 ? looked : throw new AggregateException($"Accounts on {failures.Count} plans could not be reached; the next run tries them again.", failures);
    }

    // The store may no longer know where an earlier run ended: then it begins with the first account again.
    private async Task<(IReadOnlyList<AccountId> Accounts, string? Reached)> Page(PlanChange change, CancellationToken cancellation)
    {
        var (accounts, next) = await directory.OnPlan(change.Plan, change.Reached, PageSize, cancellation);
        if (accounts is null) (accounts, next) = await directory.OnPlan(change.Plan, cursor: null, PageSize, cancellation);
        return (accounts!, next);
    }
}
