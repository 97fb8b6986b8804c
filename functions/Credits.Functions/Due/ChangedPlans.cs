using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Due;

/// <summary>Has the accounts of plans that were written take over what is new, as any commit of theirs would: an account that nobody uses may have none to come.</summary>
/// <remarks>
/// A page of each plan's accounts in turn, so that many on one hold up no other. How far it came is kept once a page is worked off; where the store did not let everybody
/// through, all are looked at once more in the end. An account that is looked at twice has nothing to take over the second time.
/// </remarks>
public sealed class ChangedPlans(PlanChangeStore changes, AccountDirectory directory, DueWork work, TimeProvider clock, ILogger<ChangedPlans> log)
{
    /// <summary>How long a run of the timer works at it, so that it ends before the next is due.</summary>
    internal static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);

    private const int PageSize = 100;

    /// <summary>How long a change is left to itself: until no instance has the plan in memory as it was before, with room for clocks that differ and for requests that take their time.</summary>
    internal static readonly TimeSpan Known = 10 * PlanCatalogue.Freshness;

    /// <summary>Goes on with it.</summary>
    /// <param name="atMost">It ends with the page in which so much time is over; the rest is left to the next run.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>How many accounts were looked at.</returns>
    /// <exception cref="AggregateException">The store was out of reach for some; a later run tries them again.</exception>
    public async Task<int> Run(TimeSpan atMost, CancellationToken cancellation)
    {
        var (looked, failures, ends) = (0, new List<Exception>(), clock.GetUtcNow() + atMost);
        var agenda = new Queue<PlanChange>(await changes.NotedBy(clock.GetUtcNow() - Known, cancellation));
        while (agenda.TryDequeue(out var change))
        {
            try
            {
                var (accounts, next) = await Page(change, cancellation);
                var isLetThrough = await Settle(change, accounts, failures, cancellation);
                looked += accounts.Count;
                if (await GoOn(change, next, isLetThrough, cancellation) is { } rest) agenda.Enqueue(rest);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                failures.Add(e);
            }

            if (clock.GetUtcNow() >= ends) break;
        }

        return failures.Count == 0 ? looked : throw new AggregateException("Accounts of plans that were written could not be reached; a later run tries them again.", failures);
    }

    // The store may no longer know where an earlier run ended: then it begins with the first account again.
    private async Task<(IReadOnlyList<AccountId> Accounts, string? Next)> Page(PlanChange change, CancellationToken cancellation)
    {
        var (accounts, next) = await directory.OnPlan(change.Plan, change.Reached, PageSize, cancellation);
        if (accounts is null) (accounts, next) = await directory.OnPlan(change.Plan, cursor: null, PageSize, cancellation);
        return (accounts!, next);
    }

    private async Task<bool> Settle(PlanChange change, IReadOnlyList<AccountId> accounts, List<Exception> failures, CancellationToken cancellation)
    {
        if (accounts.Count == 0) return true;

        try
        {
            var outcome = await work.Run(accounts, cancellation);
            if (outcome.Failed > 0) log.LogError("{Failed} accounts on plan {Plan} did not take over what is new, for reasons of their own; put the plan once more when they are mended", outcome.Failed, change.Plan);
            return true;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            failures.Add(e);
            return false;
        }
    }

    /// <returns>What this run goes on with; null when nothing is left, or it begins with the first account again, which a later run does.</returns>
    private async Task<PlanChange?> GoOn(PlanChange change, string? next, bool isLetThrough, CancellationToken cancellation)
    {
        var after = change with { Reached = next, IsAgain = change.IsAgain || !isLetThrough };
        if (next is null && !after.IsAgain)
        {
            log.LogInformation("Every account on plan {Plan} was looked at since it was written at {At}", change.Plan, change.At);
            await changes.Forget(change, cancellation);
            return null;
        }

        var kept = await changes.Keep(after, cancellation);
        return next is null ? null : kept;
    }
}
