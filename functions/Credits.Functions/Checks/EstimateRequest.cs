using Credits.Events;
using Credits.Rating;

namespace Credits.Functions.Checks;

/// <summary>Events-to-be.</summary>
/// <param name="Events">In the order in which they would happen.</param>
public sealed record EstimateRequest(IReadOnlyList<IntendedUsage> Events)
{
    private const int MaxEvents = 100;

    internal IReadOnlyList<UsageEvent> ToEvents(AccountId account, DateTimeOffset now, List<Fault> faults)
    {
        if (Events.Count is 0 or > MaxEvents)
        {
            faults.Add(new("events", $"Name 1 to {MaxEvents} events, not {Events.Count}."));
            return [];
        }

        return [.. Events.Select((usage, i) => usage.ToEvent(account, now, $"events[{i}].", faults)).OfType<UsageEvent>()];
    }
}
