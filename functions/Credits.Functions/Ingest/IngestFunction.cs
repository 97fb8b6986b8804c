using Credits.Functions.Http;
using Credits.Functions.Storage.Ingest;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Ingest;

/// <summary>Shows how far the event hub has been worked off.</summary>
public sealed class IngestFunction(IngestStore ingest, IUsageHub hub)
{
    /// <summary>Every partition's progress, and their sums.</summary>
    [Function("GetIngest")]
    [RequiresScope(Scopes.IngestRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ingest")] HttpRequest request, CancellationToken cancellation)
    {
        var partitions = await Task.WhenAll((await hub.Partitions(cancellation)).Select(partition => hub.BoundsOf(partition, cancellation)));
        var progress = (await ingest.List(cancellation)).ToDictionary(item => item.Partition);
        return Answer.Ok(IngestView.Of([.. partitions.Select(bounds => PartitionView.Of(bounds, progress.GetValueOrDefault(bounds.Partition) ?? IngestProgress.None(bounds.Partition)))]));
    }
}
