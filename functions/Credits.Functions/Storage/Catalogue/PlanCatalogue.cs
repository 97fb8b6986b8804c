using System.Collections.Concurrent;
using System.Collections.Immutable;
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
    public async ValueTask<Plan?> Of(Account account, CancellationToken cancellation) =>
        account.Settings.Plan is { } id ? (await Find(id, account, cancellation)).Plan : null;

    /// <summary>The plans by id that decide what time does to an account until a moment: its own, those that scheduled changes name, and those that come after trials.</summary>
    public async ValueTask<IReadOnlyDictionary<string, Plan>> For(Account account, DateTimeOffset until, CancellationToken cancellation)
    {
        var settings = account.Settings;
        var own = settings.Plan is { } id ? await Find(id, account, cancellation) : Kept.Nothing;
        var others = settings.Scheduled.Where(change => change.At <= until).Select(change => change.Plan?.Id).Append(own.Plan?.Terms.Trial?.Then).OfType<string>();
        if (!others.Any()) return own.Alone;

        var plans = new Dictionary<string, Plan>(own.Alone, StringComparer.Ordinal);
        var wanted = new Queue<string>(others);
        while (wanted.TryDequeue(out var other))
        {
            if (plans.ContainsKey(other) || (await Find(other, account, cancellation)).Plan is not { } plan) continue;

            plans.Add(other, plan);
            if (plan.Terms.Trial?.Then is { } then) wanted.Enqueue(then);
        }

        return plans;
    }

    /// <summary>A plan as it is stored this moment; null when there is none. Who comes to a plan in this request comes to that, not to one kept from before.</summary>
    public async Task<Plan?> Latest(string id, CancellationToken cancellation)
    {
        var readAt = clock.GetTimestamp();
        var plan = (await store.Find(id, cancellation))?.Plan;
        if (plan is not null) _plans[id] = new(plan, readAt);
        return plan;
    }

    private async ValueTask<Kept> Find(string id, Account account, CancellationToken cancellation)
    {
        if (_plans.TryGetValue(id, out var kept) && clock.GetElapsedTime(kept.ReadAt) < Freshness) return kept;

        var readAt = clock.GetTimestamp();
        var plan = (await store.Find(id, cancellation))?.Plan;
        if (plan is null) log.LogWarning("Account {Account} names plan {Plan}, which does not exist; it is treated as an account without a plan", account.Id, id);

        return _plans[id] = new(plan, readAt);
    }

    private sealed record Kept(Plan? Plan, long ReadAt)
    {
        public static Kept Nothing { get; } = new(null, ReadAt: 0);

        public IReadOnlyDictionary<string, Plan> Alone { get; } = Plan is null ? ImmutableDictionary<string, Plan>.Empty : new Dictionary<string, Plan>(StringComparer.Ordinal) { [Plan.Id] = Plan };
    }
}
