using Azure.Data.Tables;
using Azure.Messaging.EventHubs.Producer;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Credits.Functions.Http;
using Credits.Functions.Storage.DeadLetters;
using Credits.Functions.Storage.Due;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Health;

/// <summary>Tells whether the app reaches everything it needs.</summary>
public sealed class HealthFunction(
    Container accounts, TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues, EventHubProducerClient hub, ILogger<HealthFunction> log)
{
    private const string Healthy = "healthy";
    private const string Failing = "failing";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Asks each store and the event hub for the least it can answer.</summary>
    [Function("GetHealth")]
    [Public]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/health")] HttpRequest request, CancellationToken cancellation)
    {
        var checks = await Task.WhenAll(
            Check("cosmos", stop => accounts.ReadContainerAsync(cancellationToken: stop), cancellation),
            Check("tables", async stop => await tables.GetTableClient(DeadLetterStore.Table).QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: stop).AsPages().FirstOrDefaultAsync(stop), cancellation),
            Check("blobs", stop => blobs.GetBlobContainerClient(DeadLetterStore.Container).ExistsAsync(stop), cancellation),
            Check("queues", stop => queues.GetQueueClient(DueChunks.Queue).ExistsAsync(stop), cancellation),
            Check("eventHubs", stop => hub.GetEventHubPropertiesAsync(stop), cancellation));

        var healthy = checks.All(check => check.Status == Healthy);
        return Answer.Of(
            healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            new HealthView(healthy ? Healthy : Failing, checks.ToDictionary(check => check.Name, check => check.Status)));
    }

    private async Task<(string Name, string Status)> Check(string name, Func<CancellationToken, Task> ask, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Deadline);
        try
        {
            await ask(deadline.Token);
            return (name, Healthy);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Any failure is the answer here; what it was is for the log, not for whoever asks.
            log.LogError(e, "{Dependency} can't be reached", name);
            return (name, Failing);
        }
    }
}

/// <summary>Whether the app reaches everything it needs.</summary>
public sealed record HealthView(string Status, IReadOnlyDictionary<string, string> Checks);
