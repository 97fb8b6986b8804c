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
    Container accounts, TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues, EventHubProducerClient hub, HealthMemory memory, ILogger<HealthFunction> log)
{
    private const string Healthy = "healthy";
    private const string Failing = "failing";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>What was found out within the last five seconds, else by now.</summary>
    [Function("GetHealth")]
    [Public]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/health")] HttpRequest request, CancellationToken cancellation)
    {
        var view = await memory.Of(Check).WaitAsync(cancellation);
        return Answer.Of(view.Status == Healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, view);
    }

    // Asks each store and the event hub for the least it can answer.
    private async Task<HealthView> Check()
    {
        var checks = await Task.WhenAll(
            Check("cosmos", stop => accounts.ReadContainerAsync(cancellationToken: stop)),
            Check("tables", async stop => await tables.GetTableClient(DeadLetterStore.Table).QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: stop).AsPages().FirstOrDefaultAsync(stop)),
            Check("blobs", stop => blobs.GetBlobContainerClient(DeadLetterStore.Container).ExistsAsync(stop)),
            Check("queues", stop => queues.GetQueueClient(DueChunks.Queue).ExistsAsync(stop)),
            Check("eventHubs", stop => hub.GetEventHubPropertiesAsync(stop)));
        return new(checks.All(check => check.Status == Healthy) ? Healthy : Failing, checks.ToDictionary(check => check.Name, check => check.Status));
    }

    private async Task<(string Name, string Status)> Check(string name, Func<CancellationToken, Task> ask)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            await ask(deadline.Token);
            return (name, Healthy);
        }
        catch (Exception e)
        {
            // Any failure is the answer here; what it was is for the log, not for whoever asks.
            log.LogError(e, "{Dependency} can't be reached", name);
            return (name, Failing);
        }
    }
}

/// <summary>Whether the app reaches everything it needs.</summary>
public sealed record HealthView(string Status, IReadOnlyDictionary<string, string> Checks);
