using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Due;

/// <summary>Looks, on time, for what time alone changes.</summary>
public sealed class DueFunction(DueScan scan)
{
    /// <summary>Runs on one instance at a time. What a failed run leaves, the next one finds.</summary>
    [Function("Due")]
    public Task Run([TimerTrigger("%DueSchedule%")] TimerInfo timer, CancellationToken cancellation) => scan.Run(cancellation);
}
