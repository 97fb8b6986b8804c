using System.Net;

namespace Credits.Local.Cosmos;

/// <summary>A Cosmos DB account on this machine: what the real SDK asks of a gateway, over plain HTTP, on SQLite.</summary>
public sealed class CosmosGateway : IAsyncDisposable
{
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly DocumentStore _store;
    private readonly Containers _containers;
    private readonly ITimer _purging;
    private int _disposed;

    private CosmosGateway(WebApplication app, DocumentStore store, Containers containers, ITimer purging) =>
        (_app, _store, _containers, _purging) = (app, store, containers, purging);

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>What clients connect with, in gateway mode.</summary>
    public string ConnectionString => $"AccountEndpoint={Url};AccountKey={AccountDescription.Key};";

    /// <summary>What was asked of it.</summary>
    public CosmosStatistics Statistics { get; private init; } = new();

    /// <summary>Makes it fail on demand.</summary>
    public FaultInjection Faults { get; private init; } = new();

    /// <summary>Opens the data and listens on 127.0.0.1.</summary>
    /// <param name="dataDirectory">Where the documents are.</param>
    /// <param name="port">0 is any free port.</param>
    /// <param name="clock">Tells when documents expire.</param>
    /// <param name="logs">Gets what goes wrong.</param>
    /// <param name="cancellation">Stops the start.</param>
    public static async Task<CosmosGateway> Start(string dataDirectory, int port, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        Directory.CreateDirectory(dataDirectory);
        var log = logs.CreateLogger<CosmosGateway>();
        var (statistics, faults) = (new CosmosStatistics(), new FaultInjection());
        var store = new DocumentStore(Path.Combine(dataDirectory, "cosmos.db"), clock);
        WebApplication? app = null;
        Containers? containers = null;
        try
        {
            containers = new(store);
            app = Build(port, logs);
            var requests = new Requests(containers, new(store, statistics, faults), () => new(app.Urls.Single()), log);
            app.Run(requests.Answer);
            await app.StartAsync(cancellation);
        }
        catch
        {
            if (app is not null) await app.DisposeAsync();
            containers?.Dispose();
            store.Dispose();
            throw;
        }

        var purging = clock.CreateTimer(_ => Purge(store, log), null, PurgeInterval, PurgeInterval);
        return new(app, store, containers, purging) { Statistics = statistics, Faults = faults };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        await _purging.DisposeAsync();
        await _app.DisposeAsync();
        _containers.Dispose();
        _store.Dispose();
    }

    private static WebApplication Build(int port, ILoggerFactory logs)
    {
        var builder = Servers.NewBuilder();
        builder.Services.AddSingleton(logs);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null; // the gateway itself refuses what is too large, in the service's words
            kestrel.Listen(IPAddress.Loopback, port);
        });
        return builder.Build();
    }

    private static async void Purge(DocumentStore store, ILogger log)
    {
        try
        {
            await store.Purge();
        }
        catch (CosmosError e)
        {
            log.LogError(e, "Expired documents were not removed; the next attempt is in {Interval}.", PurgeInterval);
        }
    }
}
