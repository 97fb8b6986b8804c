using Credits.Local.Azurite;
using Credits.Local.Cosmos;
using Credits.Local.EventHubs;
using Credits.Local.Host;
using Credits.Local.Stripe;

namespace Credits.Local.Stack;

/// <summary>What a stack is started with.</summary>
public sealed record LocalStackOptions
{
    /// <summary>Where all data live; made if need be.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where the API answers on 127.0.0.1; 0 is any free port, the last one again if it is still free.</summary>
    public int Port { get; init; }

    /// <summary>Whether to begin without data.</summary>
    public bool Reset { get; init; }

    /// <summary>The function app: its build output, or what was published of it.</summary>
    public string AppDirectory { get; init; } = SourceTree.FunctionAppDirectory;

    /// <summary>App settings beside or instead of the stack's own.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What the worker gets of the app settings: a test puts something between the worker and what it reaches.</summary>
    public Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> WorkerSettings { get; init; } = settings => settings;
}

/// <summary>The whole product on one machine: Azurite, Event Hubs, Cosmos DB, and the real function app behind a functions host.</summary>
public sealed class LocalStack : IAsyncDisposable
{
    private const string UsageHub = "usage";
    private const string EveryMinute = "0 * * * * *";
    private const string EveryTenSeconds = "*/10 * * * * *";
    private const string StripeKey = "Stripe__ApiKey";
    private const string SmtpHost = "Smtp__Host";
    private const string MailFrom = "Credits <alerts@credits.example>";
    private const int Partitions = 4;

    private readonly Stack<IAsyncDisposable> _parts = new();

    private LocalStack()
    {
    }

    /// <summary>Where everything is.</summary>
    public Endpoints Endpoints { get; private set; } = null!;

    /// <summary>Cosmos DB's stand-in.</summary>
    public CosmosGateway Cosmos { get; private set; } = null!;

    /// <summary>Event Hubs' stand-in.</summary>
    public EventHubsEndpoint EventHubs { get; private set; } = null!;

    /// <summary>Stripe's stand-in; null where the real one is set up.</summary>
    public StripeEndpoint? Stripe { get; private set; }

    /// <summary>The functions host's stand-in.</summary>
    public FunctionsHost Host { get; private set; } = null!;

    /// <summary>Starts everything; returns when it is ready, having written <c>endpoints.json</c>.</summary>
    public static async Task<LocalStack> Start(LocalStackOptions options, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        var stack = new LocalStack();
        try
        {
            await stack.StartParts(options, clock, logs, cancellation);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops in the reverse order of the start: the worker still has its stores while it drains.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part)) await part.DisposeAsync();
    }

    private async Task StartParts(LocalStackOptions options, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        if (options.Port is < 0 or > ushort.MaxValue) throw new InvalidOperationException($"{options.Port} is no port; choose one up to {ushort.MaxValue}, or 0 for any that is free.");
        if (options.Port != 0 && !Ports.TryKeep(options.Port))
            throw new InvalidOperationException($"Port {options.Port} is taken by another process; choose another with --port, or 0 for any that is free.");

        var data = Path.GetFullPath(options.DataDirectory);
        var storageData = Path.Combine(data, "storage");
        var directory = DataDirectory.Occupy(data);
        _parts.Push(directory);

        // A killed stack's Azurite still holds its files and its ports for a moment.
        await AzuritePredecessor.Gone(storageData, AzuritePredecessor.Patience, logs.CreateLogger("Azurite"), cancellation);
        if (options.Reset) directory.Empty();
        var key = OperatorKey.ReadOrMake(data);

        var ports = RememberedPorts.Read(data);
        var azurite = AzuriteProcess.Start(storageData, new(ports.Blob, ports.Queue, ports.Table), logs, cancellation);
        EventHubs = await EventHubsEndpoint.Start(Path.Combine(data, "event-hubs"), ports.EventHubs, [new(UsageHub, Partitions)], clock, logs, cancellation);
        _parts.Push(EventHubs);
        Cosmos = await CosmosGateway.Start(Path.Combine(data, "cosmos"), ports.Cosmos, clock, logs, cancellation);
        _parts.Push(Cosmos);
        var storage = await azurite;
        _parts.Push(storage);

        var settings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = storage.ConnectionString,
            ["Storage"] = storage.ConnectionString,
            ["Storage__CreateAtStart"] = "true",
            ["Cosmos"] = Cosmos.ConnectionString,
            ["Cosmos__ConnectionMode"] = "Gateway",
            ["EventHubs"] = EventHubs.ConnectionString,
            ["UsageHub"] = UsageHub,
            ["ReconcileSchedule"] = Environment.GetEnvironmentVariable("ReconcileSchedule") ?? EveryMinute,
            ["DueSchedule"] = EveryTenSeconds,
            ["AlertsSchedule"] = EveryMinute,
            ["SignalsSchedule"] = EveryMinute,
            ["TopUpsSchedule"] = EveryMinute,
            ["Alerts__AllowInsecureTargets"] = "true",
            ["Api__OperatorKeyHash"] = OperatorKey.HashOf(key),
        };
        if (Environment.GetEnvironmentVariable(SmtpHost) is null) (settings["Smtp__PickupFolder"], settings["Smtp__From"]) = (Path.Combine(data, "mail"), MailFrom);
        if (Environment.GetEnvironmentVariable(StripeKey) is null) await StartStripe(data, ports.Stripe, settings, clock, logs, cancellation);
        foreach (var (name, value) in options.Settings) settings[name] = value;

        Host = await FunctionsHost.Start(
            new()
            {
                AppDirectory = options.AppDirectory,
                DataDirectory = data,
                Port = options.Port != 0 ? options.Port : ports.Api,
                Settings = settings,
                WorkerSettings = options.WorkerSettings(settings),
                Hubs = EventHubs.Hubs,
            },
            clock, logs, cancellation);
        _parts.Push(Host);
        Stripe?.DeliverTo(new Uri(Host.Url, "api/v1/webhooks/stripe"));
        var statistics = await StatisticsPage.Start(ports.Statistics, Cosmos, Host, cancellation);
        _parts.Push(statistics);

        new RememberedPorts(Host.Url.Port, EventHubs.Port, Cosmos.Url.Port, storage.Ports.Blob, storage.Ports.Queue, storage.Ports.Table, new Uri(statistics.Urls.Single()).Port, Stripe?.Url.Port ?? 0).Write(data);
        Endpoints = new(
            new Uri(Host.Url, "api/v1").ToString(), key, EventHubs.ConnectionString, UsageHub, Cosmos.ConnectionString, storage.ConnectionString,
            new Uri(new Uri(statistics.Urls.Single()), "statistics").ToString(), Stripe?.Url.ToString(), Environment.ProcessId);
        Endpoints.Write(data);
    }

    // The worker inherits the environment: with a key there, it reaches the real Stripe.
    private async Task StartStripe(string data, int port, Dictionary<string, string> settings, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        Stripe = await StripeEndpoint.Start(Path.Combine(data, "stripe"), port, clock, logs, cancellation);
        _parts.Push(Stripe);
        settings[StripeKey] = Stripe.ApiKey;
        settings["Stripe__WebhookSecret"] = Stripe.WebhookSecret;
        settings["Stripe__ApiBase"] = Stripe.Url.ToString().TrimEnd('/');
    }
}
