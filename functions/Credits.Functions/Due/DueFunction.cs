using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Due;

/// <summary>Books, on time, what time alone changes.</summary>
public sealed class DueFunction(DueWork work)
{
    /// <summary>Runs on one instance at a time. What a failed run leaves, the next one finds.</summary>
    [Function("Due")]
    public Task Run([TimerTrigger("%DueSchedule%")] TimerInfo timer, CancellationToken cancellation) => work.Run(cancellation);
}
