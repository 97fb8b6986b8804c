using System.Collections.Concurrent;
using Credits.Accounts;
using Credits.Plans;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Plans, kept in memory and read again every two seconds: so long a change takes to count everywhere.</summary>
public sealed class PlanCatalogue(PlanStore store, TimeProvider clock, ILogger<PlanCatalogue> log)
{
    /// <summary>How old a plan in memory may be.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Kept> _plans = new(StringComparer.Ordinal);

    /// <summary>The plan that counts for an account; null for none.</summary>
    /// <remarks>A plan that is not in the catalogue never keeps an event from being booked: the account is treated as one without a plan, and the log says so.</remarks>
    public async ValueTask<Plan?> Of(Account account, CancellationToken cancellation)
    {
        if (account.Settings.Plan is not { } id) return null;
        if (_plans.TryGetValue(id, out var kept) && clock.GetElapsedTime(kept.ReadAt) < Freshness) return kept.Plan;

        var readAt = clock.GetTimestamp();
        var plan = (await store.Find(id, cancellation))?.Plan;
        if (plan is null) log.LogWarning("Account {Account} names plan {Plan}, which does not exist; it is treated as an account without a plan", account.Id, id);

        _plans[id] = new(plan, readAt);
        return plan;
    }

    private sealed record Kept(Plan? Plan, long ReadAt);
}
