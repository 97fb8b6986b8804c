using Credits.Local.EventHubs;

namespace Credits.Local.Host;

/// <summary>Feeds a function from a hub, one batch at a time per partition.</summary>
/// <remarks>
/// As the real host does: the checkpoint moves after the invocation whatever its result, once the function's retry policy, if it has one,
/// is exhausted. A worker's death is a failed try; a retry is the same batch in a new invocation.
/// </remarks>
public sealed class EventHubTrigger(
    WorkerSupervisor workers, BindingExpressions expressions, IReadOnlyList<Hub> hubs, HostSettings host, Checkpoints checkpoints,
    TimeProvider clock, ILogger<EventHubTrigger> log)
{
    /// <summary>The binding's type.</summary>
    public const string Trigger = "eventHubTrigger";

    // The one whose checkpoints are kept.
    internal const string ConsumerGroup = "$Default";

    /// <summary>Runs one function until cancelled.</summary>
    public Task Run(FunctionDescription function, CancellationToken cancellation)
    {
        var name = expressions.Resolve(function.Trigger, "eventHubName");
        var hub = hubs.FirstOrDefault(hub => hub.Name == name)
            ?? throw new InvalidOperationException($"Function '{function.Name}' listens to event hub '{name}', which does not exist here; there are {string.Join(", ", hubs.Select(hub => hub.Name))}.");
        if (function.Trigger.Optional("cardinality") != "Many" || function.Trigger.Optional("dataType") != "Binary")
            throw new NotSupportedException($"Function '{function.Name}' must take batches as byte[][]; the local host supports no other form.");
        if (function.Trigger.Optional("consumerGroup") is { } group && group != ConsumerGroup)
            throw new NotSupportedException($"Function '{function.Name}' listens in consumer group '{group}'; the local host supports only {ConsumerGroup}.");

        return Task.WhenAll(hub.Partitions.Select(partition => Run(function, hub, partition, cancellation)));
    }

    private async Task Run(FunctionDescription function, Hub hub, PartitionLog partition, CancellationToken cancellation)
    {
        while (true)
        {
            var from = Math.Max(checkpoints.Read(hub.Name, partition.PartitionId) + 1, partition.FirstSequenceNumber);
            var batch = await partition.Read(from, host.MaxEventBatchSize, cancellation);
            await Deliver(function, hub, partition, batch, cancellation);
            checkpoints.Write(hub.Name, partition.PartitionId, batch[^1].SequenceNumber);
        }
    }

    private async Task Deliver(FunctionDescription function, Hub hub, PartitionLog partition, IReadOnlyList<StoredEvent> batch, CancellationToken cancellation)
    {
        var policy = new RetryPolicy(function.Retry);
        for (var retry = 0; ; retry++)
        {
            // A worker that dies meanwhile is replaced; the stop of this host is not a failed try, so it leaves the checkpoint.
            var worker = await workers.Ready(cancellation);
            try
            {
                var request = EventHubBatch.ToRequest(function.Trigger.Parameter, hub, partition, batch);
                request.RetryContext = policy.ContextOf(retry);
                await worker.Invoke(worker.Function(function.Name), request, CancellationToken.None);
                return;
            }
            catch (Exception e) when (e is FunctionFailedException or WorkerDiedException)
            {
                cancellation.ThrowIfCancellationRequested();
                var range = $"{batch[0].SequenceNumber}–{batch[^1].SequenceNumber} of partition {partition.PartitionId}";
                if (!policy.Allows(retry))
                {
                    log.LogError("{Function} failed for events {Range}, which are skipped: {Reason}", function.Name, range, e.Message);
                    return;
                }

                log.LogWarning("{Function} failed for events {Range} and is tried again: {Reason}", function.Name, range, e.Message);
                await Task.Delay(policy.PauseBefore(retry + 1), clock, cancellation);
            }
        }
    }
}
