using System.Net;
using Credits.Local.EventHubs;
using Credits.Local.Host.Durable;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Credits.Local.Host;

/// <summary>What the host needs to know.</summary>
public sealed record FunctionsHostOptions
{
    /// <summary>The function app's build output.</summary>
    public required string AppDirectory { get; init; }

    /// <summary>Where checkpoints are kept.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where HTTP is answered on 127.0.0.1; 0 is any free port.</summary>
    public required int Port { get; init; }

    /// <summary>App settings: the worker's environment, and what <c>%NAME%</c> in bindings stands for.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The worker's environment, if it is another.</summary>
    public IReadOnlyDictionary<string, string>? WorkerSettings { get; init; }

    /// <summary>Where events come from.</summary>
    public required IReadOnlyList<Hub> Hubs { get; init; }
}

/// <summary>How far a partition was delivered to its function, and in how many batches since the host started.</summary>
public sealed record PartitionProgress(string Hub, string PartitionId, long LastEnqueued, long Delivered, long Batches);

/// <summary>Runs a built function app: the real worker process behind its public protocol, its HTTP, timer, queue, Event Hubs and Durable Functions triggers.</summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    // As the real host's.
    private const long MaxRequestBytes = 100 * 1024 * 1024;

    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(15);

    private readonly FunctionsHostOptions _options;
    private readonly HostSettings _settings;
    private readonly WorkerSupervisor _workers;
    private readonly WebApplication _rpc;
    private readonly WebApplication _front;
    private readonly CancellationTokenSource _stopping = new();
    private Task _triggers = Task.CompletedTask;

    private FunctionsHost(FunctionsHostOptions options, TimeProvider clock, ILoggerFactory logs)
    {
        _options = options;
        _settings = HostSettings.Read(options.AppDirectory, options.Settings);
        _workers = new(options.AppDirectory, options.WorkerSettings ?? options.Settings, logs)
        {
            OnReady = worker => _front!.Services.GetRequiredService<HttpFront>().Map(worker),
            OtherInputs = function => DurableClientBinding.InputsOf(function, _settings.Durable, new(_rpc!.Urls.Single())),
        };
        _rpc = BuildRpc(logs);
        _front = BuildFront(clock, logs);
    }

    /// <summary>Where functions answer HTTP.</summary>
    public Uri Url => new(_front.Urls.Single());

    /// <summary>The worker's process; null between two.</summary>
    public int? WorkerProcessId => _workers.ProcessId;

    /// <summary>How many workers were started after the first.</summary>
    public int WorkerRestarts => _workers.Restarts;

    /// <summary>How far each partition was delivered.</summary>
    public IReadOnlyList<PartitionProgress> Progress
    {
        get
        {
            var checkpoints = _front.Services.GetRequiredService<Checkpoints>();
            return [.. _options.Hubs.SelectMany(hub => hub.Partitions.Select(partition =>
                new PartitionProgress(hub.Name, partition.PartitionId, partition.LastSequenceNumber, checkpoints.Read(hub.Name, partition.PartitionId), checkpoints.Moves(hub.Name, partition.PartitionId))))];
        }
    }

    /// <summary>Fails when no worker could be kept alive, or a trigger broke.</summary>
    public Task Failed { get; private set; } = Task.CompletedTask;

    /// <summary>Starts the worker and everything that triggers its functions; returns when it is ready.</summary>
    public static async Task<FunctionsHost> Start(FunctionsHostOptions options, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        var host = new FunctionsHost(options, clock, logs);
        try
        {
            await host.Start(cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the triggers, lets running invocations end, then the worker, then the listeners it is connected to.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_triggers, Task.Delay(DrainDeadline));
        await _rpc.Services.GetRequiredService<TaskHub>().DisposeAsync();
        await _workers.DisposeAsync();
        await _front.DisposeAsync();
        await _rpc.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task Start(CancellationToken cancellation)
    {
        await _rpc.StartAsync(cancellation);
        await _front.StartAsync(cancellation);
        _workers.Start(new(_rpc.Urls.Single()));

        var worker = await _workers.Ready(cancellation);
        foreach (var function in worker.Functions) DurableClientBinding.Check(function, _settings.Durable);
        if (worker.Functions.Any(IsDurable)) await _rpc.Services.GetRequiredService<TaskHub>().Start();

        _triggers = Task.WhenAll(worker.Functions.Select(Trigger));
        Failed = FirstFailure();
    }

    private Task Trigger(FunctionDescription function) => function.Trigger.Type switch
    {
        HttpFront.Trigger => Task.CompletedTask, // mapped whenever a worker is ready
        OrchestrationTrigger.Trigger or ActivityTrigger.Trigger => Task.CompletedTask, // the task hub's
        TimerTrigger.Trigger => _front.Services.GetRequiredService<TimerTrigger>().Run(function, _stopping.Token),
        QueueTrigger.Trigger => _front.Services.GetRequiredService<QueueTrigger>().Run(function, _stopping.Token),
        EventHubTrigger.Trigger => _front.Services.GetRequiredService<EventHubTrigger>().Run(function, _stopping.Token),
        var other => throw new NotSupportedException($"Function '{function.Name}' has a trigger of type '{other}', which the local host does not support."),
    };

    private static bool IsDurable(FunctionDescription function) =>
        function.Trigger.Type is OrchestrationTrigger.Trigger or ActivityTrigger.Trigger || function.DurableClients.Count > 0;

    private async Task FirstFailure()
    {
        // Triggers end only by failing or by being cancelled, which is no failure.
        var first = await Task.WhenAny(_workers.Failed, _triggers);
        if (!first.IsCanceled && !_stopping.IsCancellationRequested) await first;
    }

    private WebApplication BuildRpc(ILoggerFactory logs)
    {
        var builder = Servers.NewBuilder();
        builder.Services
            .AddSingleton(logs).AddSingleton(_workers).AddSingleton(_settings.Durable).AddSingleton(_options.Settings)
            .AddSingleton<DurableInvocation>().AddSingleton<OrchestrationTrigger>().AddSingleton<ActivityTrigger>().AddSingleton<TaskHub>().AddSingleton<TaskHubApi>();
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.MapGrpcService<WorkerRpc>();
        app.MapGrpcService<TaskHubApi>();
        return app;
    }

    private WebApplication BuildFront(TimeProvider clock, ILoggerFactory logs)
    {
        var builder = Servers.NewBuilder();
        builder.Services.AddHttpForwarder();
        builder.Services
            .AddSingleton(logs).AddSingleton(clock).AddSingleton(_workers).AddSingleton(_options.Hubs)
            .AddSingleton(_settings).AddSingleton(new BindingExpressions(_options.Settings))
            .AddSingleton(new Checkpoints(Path.Combine(_options.DataDirectory, "checkpoints"), clock))
            .AddSingleton<HostRoutes>().AddSingleton<HttpFront>().AddSingleton<TimerTrigger>().AddSingleton<QueueTrigger>().AddSingleton<EventHubTrigger>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.Listen(IPAddress.Loopback, _options.Port);
        });
        var app = builder.Build();
        app.Use(app.Services.GetRequiredService<HttpFront>().Guard).UseRouting();
        ((IEndpointRouteBuilder)app).DataSources.Add(app.Services.GetRequiredService<HostRoutes>());
        return app;
    }
}
