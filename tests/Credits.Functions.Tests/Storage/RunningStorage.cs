using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Credits.Functions.Storage;
using Credits.Functions.Storage.DeadLetters;
using Credits.Local.Azurite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Credits.Functions.Tests.Storage;

/// <summary>Azurite with everything the app makes at start, once for all tests of the collection; with it comes a container of accounts.</summary>
public sealed class RunningStorage : IAsyncLifetime
{
    public const string Collection = "Running storage";

    private readonly string _data = Directory.CreateTempSubdirectory("credits-storage-").FullName;
    private AzuriteProcess _azurite = null!;

    public TableServiceClient Tables { get; private set; } = null!;

    public BlobServiceClient Blobs { get; private set; } = null!;

    public QueueServiceClient Queues { get; private set; } = null!;

    public string ConnectionString => _azurite.ConnectionString;

    public async Task InitializeAsync()
    {
        _azurite = await AzuriteProcess.Start(_data, new(0, 0, 0), NullLoggerFactory.Instance, CancellationToken.None);
        (Tables, Blobs, Queues) = (new(ConnectionString), new(ConnectionString), new(ConnectionString, new() { MessageEncoding = QueueMessageEncoding.Base64 }));
        foreach (var table in StorageCreation.Tables) await Tables.CreateTableAsync(table);
        await Blobs.CreateBlobContainerAsync(DeadLetterStore.Container);
        foreach (var queue in StorageCreation.Queues) await Queues.CreateQueueAsync(queue);
    }

    public async Task DisposeAsync()
    {
        await _azurite.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}

[CollectionDefinition(RunningStorage.Collection)]
public sealed class ShareRunningStorage : ICollectionFixture<RunningStorage>, ICollectionFixture<Accounts.RunningAccounts>;
