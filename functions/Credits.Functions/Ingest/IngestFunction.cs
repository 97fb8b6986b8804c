using Azure.Messaging.EventHubs.Producer;
using Credits.Functions.Http;
using Credits.Functions.Storage.Ingest;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Ingest;

/// <summary>Shows how far the event hub has been worked off.</summary>
public sealed class IngestFunction(IngestStore ingest, EventHubProducerClient hub)
{
    /// <summary>Every partition's progress, and their sums.</summary>
    [Function("GetIngest")]
    [RequiresScope(Scopes.IngestRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ingest")] HttpRequest request, CancellationToken cancellation)
    {
        var progress = (await ingest.List(cancellation)).ToDictionary(item => item.Partition);
        var ids = await hub.GetPartitionIdsAsync(cancellation);
        var properties = await Task.WhenAll(ids.Select(id => hub.GetPartitionPropertiesAsync(id, cancellation)));

        var partitions = properties.Select(partition => PartitionView.Of(
            partition.Id, partition.IsEmpty && partition.LastEnqueuedSequenceNumber <= 0 ? -1 : partition.LastEnqueuedSequenceNumber, progress.GetValueOrDefault(partition.Id)));
        return Answer.Ok(IngestView.Of([.. partitions]));
    }
}
