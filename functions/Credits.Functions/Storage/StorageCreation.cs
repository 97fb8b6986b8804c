using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Storage.DeadLetters;
using Credits.Functions.Storage.Due;
using Credits.Functions.Storage.Ingest;
using Credits.Functions.Storage.Payments;
using Credits.Functions.Storage.Signals;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Storage;

/// <summary>Makes what the stores need, before the worker takes any work; only where the settings ask for it.</summary>
internal sealed class StorageCreation(
    CosmosClient cosmos, TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues, IOptions<AccountStoreOptions> accounts,
    IOptions<StorageOptions> options)
    : IHostedLifecycleService
{
    /// <summary>Every table the app uses.</summary>
    internal static readonly string[] Tables = [RateCardStore.Table, PlanStore.Table, PackStore.Table, PromoCodeStore.Table, PurchaseStore.Table, PaymentEventStore.Table, ApiKeyStore.Table, DeadLetterStore.Table, IngestStore.Table, IdempotencyStore.Table, AlertEndpointStore.Table, DeliveryStore.Table];

    /// <summary>Every queue the app uses.</summary>
    internal static readonly string[] Queues = [DueChunks.Queue, DeliveryMessages.Queue, SignalMessages.Queue];

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.CreateAtStart) return;

        var database = await cosmos.CreateDatabaseIfNotExistsAsync(accounts.Value.Database, cancellationToken: cancellationToken);
        await database.Database.CreateContainerIfNotExistsAsync(AccountsContainer.Define(accounts.Value.Container), cancellationToken: cancellationToken);
        foreach (var table in Tables) await tables.CreateTableIfNotExistsAsync(table, cancellationToken);
        await blobs.GetBlobContainerClient(DeadLetterStore.Container).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        foreach (var queue in Queues) await queues.GetQueueClient(queue).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
