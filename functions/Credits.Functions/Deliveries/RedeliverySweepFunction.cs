using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Deliveries;

/// <summary>Looks, on time, after deliveries.</summary>
public sealed class RedeliverySweepFunction(RedeliverySweep sweep)
{
    /// <summary>Runs on one instance at a time. What a failed run leaves, the next one finds.</summary>
    [Function("RedeliverySweep")]
    public Task Run([TimerTrigger("%AlertsSchedule%")] TimerInfo timer, CancellationToken cancellation) => sweep.Run(cancellation);
}
