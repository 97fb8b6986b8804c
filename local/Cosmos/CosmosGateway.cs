using System.Net;

namespace Credits.Local.Cosmos;

/// <summary>A Cosmos DB account on this machine: what the real SDK asks of a gateway, over plain HTTP, on SQLite.</summary>
public sealed class CosmosGateway : IAsyncDisposable
{
    private const int MaxBatchBytes = 4 * 1024 * 1024; // above the service's own limit, so that the gateway itself answers what is over it
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly DocumentStore _store;
    private readonly ITimer _purging;

    private CosmosGateway(WebApplication app, DocumentStore store, ITimer purging) => (_app, _store, _purging) = (app, store, purging);

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
        var store = new DocumentStore(Path.Combine(dataDirectory, "cosmos.db"), clock);
        var containers = new Containers(store);
        containers.Load();

        var (statistics, faults) = (new CosmosStatistics(), new FaultInjection());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(logs);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxBatchBytes;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var app = builder.Build();
        var requests = new Requests(store, containers, statistics, faults, () => new(app.Urls.Single()), logs.CreateLogger("Cosmos"));
        app.Run(requests.Answer);
        await app.StartAsync(cancellation);

        var purging = clock.CreateTimer(_ => store.Purge(), null, PurgeInterval, PurgeInterval);
        return new(app, store, purging) { Statistics = statistics, Faults = faults };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _purging.DisposeAsync();
        await _app.DisposeAsync();
        _store.Dispose();
    }
}
