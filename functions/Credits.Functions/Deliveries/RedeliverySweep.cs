using Credits.Functions.Alerts;
using Credits.Functions.Storage.Alerts;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Deliveries;

/// <summary>Looks after deliveries: puts on the queue again what should have been tried long ago, and removes what was over long ago.</summary>
public sealed class RedeliverySweep(DeliveryStore deliveries, DeliveryAgenda agenda, DeliveryMessages queue, TimeProvider clock, ILogger<RedeliverySweep> log)
{
    /// <summary>The most deliveries that one run looks at. Each is looked at about twice in its life: by five-minute runs, 30,000 deliveries an hour.</summary>
    internal const int MaxItems = 5_000;

    private const int ItemsAtATime = 16;

    /// <summary>Looks at what the agenda has for now.</summary>
    public async Task<SweepOutcome> Run(CancellationToken cancellation)
    {
        var (now, found, removed) = (clock.GetUtcNow(), 0, 0);
        var items = await agenda.Due(now, MaxItems, cancellation);
        await Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = ItemsAtATime, CancellationToken = cancellation },
            async (item, stop) =>
            {
                var seen = await deliveries.Find(item.Owner, item.Id, stop);
                if (seen is not { Delivery: var delivery }) await agenda.Remove(item, stop);
                else if (delivery.State == DeliveryState.Pending) Count(ref found, await SeeTo(item, delivery, now, stop));
                else Count(ref removed, await LetGo(item, seen, now, stop));
            });

        if (found > 0) log.LogWarning("{Deliveries} deliveries were overdue and are on the queue again", found);
        if (items.Count == MaxItems) log.LogWarning("{Deliveries} deliveries were looked at, as many as a run may; more may be due", items.Count);
        return new(found, removed);
    }

    private async Task<bool> SeeTo(AgendaItem item, Delivery delivery, DateTimeOffset now, CancellationToken cancellation)
    {
        var isOverdue = delivery.DueAt + AlertDispatch.Patience <= now;
        if (isOverdue) await queue.Add(delivery.Owner, delivery.Id, TimeSpan.Zero, cancellation);
        await agenda.Move(item, (isOverdue ? now : delivery.DueAt) + AlertDispatch.Patience, cancellation);
        return isOverdue;
    }

    private async Task<bool> LetGo(AgendaItem item, StoredDelivery seen, DateTimeOffset now, CancellationToken cancellation)
    {
        var until = seen.Delivery.FinishedAt!.Value + Delivery.Retention;
        if (until > now)
        {
            await agenda.Move(item, until, cancellation);
            return false;
        }

        // Replayed meanwhile, it stays.
        if (!await deliveries.TryRemove(seen, cancellation)) return false;
        await agenda.Remove(item, cancellation);
        return true;
    }

    private static void Count(ref int count, bool did)
    {
        if (did) Interlocked.Increment(ref count);
    }
}

/// <summary>What a run did.</summary>
/// <param name="Requeued">Deliveries that were overdue.</param>
/// <param name="Removed">Deliveries that were over long ago.</param>
public readonly record struct SweepOutcome(int Requeued, int Removed);
