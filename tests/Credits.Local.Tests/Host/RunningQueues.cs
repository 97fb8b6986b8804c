using Azure.Storage.Queues;
using Credits.Local.Azurite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Credits.Local.Tests.Host;

/// <summary>Azurite, once for all tests of the class; each test has a queue of its own.</summary>
public sealed class RunningQueues : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private AzuriteProcess _azurite = null!;

    public string ConnectionString => _azurite.ConnectionString;

    public async Task InitializeAsync() => _azurite = await AzuriteProcess.Start(_data.Path, new(0, 0, 0), NullLoggerFactory.Instance, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _azurite.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>A queue of a name, as the host reads it: without decoding.</summary>
    public QueueClient Queue(string name) => new(ConnectionString, name);
}
