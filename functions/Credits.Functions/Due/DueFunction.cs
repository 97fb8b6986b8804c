using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Due;

/// <summary>Looks, on time, for what time alone changes, and then for accounts that have yet to take over what is new in their plan.</summary>
public sealed class DueFunction(DueScan scan, ChangedPlans plans)
{
    /// <summary>Runs on one instance at a time. What a failed run leaves, the next one finds.</summary>
    [Function("Due")]
    public async Task Run([TimerTrigger("%DueSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        await scan.Run(cancellation);
        await plans.Run(ChangedPlans.MaxTime, cancellation);
    }
}
