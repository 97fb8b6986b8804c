using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Ingest;

/// <summary>Closes, every minute, the gaps that the Event Hubs trigger has left.</summary>
public sealed class ReconcileFunction(Reconciliation reconciliation)
{
    /// <summary>Runs on one instance at a time. What a failed run leaves, the next one finds.</summary>
    [Function("Reconcile")]
    public Task Run([TimerTrigger("%ReconcileSchedule%")] TimerInfo timer, CancellationToken cancellation) => reconciliation.Run(cancellation);
}
