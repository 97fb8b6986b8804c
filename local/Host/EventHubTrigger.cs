using Credits.Local.EventHubs;
using Credits.Local.Host.Rpc;

namespace Credits.Local.Host;

/// <summary>Feeds a function from a hub, one batch at a time per partition.</summary>
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

    private Task Run(FunctionDescription function, Hub hub, PartitionLog partition, CancellationToken cancellation)
    {
        var delivery = new EventHubDelivery(function.Name, partition.PartitionId, new(function.Retry), Invoke, clock, log);
        return new EventHubListener(hub.Name, partition, delivery, host.EventHubs, checkpoints, clock).Run(cancellation);

        async Task Invoke(IReadOnlyList<StoredEvent> batch, RetryContext? retry, CancellationToken stop)
        {
            // A worker that died is replaced. What has begun may end, even when this host stops.
            var worker = await workers.Ready(stop);
            var request = EventHubBatch.ToRequest(function.Trigger.Parameter, hub, partition, batch);
            request.RetryContext = retry;
            await worker.Invoke(worker.Function(function.Name), request, CancellationToken.None);
        }
    }
}
