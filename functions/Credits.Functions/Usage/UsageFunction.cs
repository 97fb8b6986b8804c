using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Usage;

/// <summary>Takes batches of usage events from Event Hubs.</summary>
public sealed class UsageFunction(UsagePipeline pipeline)
{
    /// <summary>Books a batch. Retried without end when it throws: the host moves its checkpoint past a batch that has failed for good.</summary>
    /// <param name="events">The bodies of the events, in partition order.</param>
    /// <param name="context">The invocation; its binding data hold partition and sequence numbers.</param>
    /// <param name="cancellation">Signalled when the worker is told to stop.</param>
    [Function("Usage")]
    [ExponentialBackoffRetry(-1, "00:00:01", "00:01:00")]
    public Task Run(
        [EventHubTrigger("%UsageHub%", Connection = "EventHubs")] byte[][] events,
        FunctionContext context,
        CancellationToken cancellation) =>
        pipeline.Settle(EventHubBatch.Of(events, context.BindingContext.BindingData), cancellation);
}
