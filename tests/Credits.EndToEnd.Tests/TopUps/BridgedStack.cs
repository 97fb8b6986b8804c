using System.Diagnostics;
using System.Text.RegularExpressions;
using Credits.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;

namespace Credits.EndToEnd.Tests.TopUps;

/// <summary>A stack whose worker reaches Stripe, Cosmos DB, tables and queues over a drawbridge, and is reached by Stripe over it.</summary>
public sealed partial class BridgedStack : IAsyncLifetime
{
    // One more attempt a second after a decline; and what a kill swallowed is looked for every five.
    private static readonly Dictionary<string, string> Hurried = new() { ["TopUps__Dunning"] = "00:00:01", ["TopUpsSchedule"] = "*/5 * * * * *" };

    private readonly string _data = Directory.CreateTempSubdirectory("credits-bridged-").FullName;
    private LocalStack _stack = null!;

    internal Drawbridge Bridge { get; } = new();

    internal TopUpShop Shop { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        foreach (var road in new[] { "stripe", "cosmos", "tables", "queues", "webhooks" }) await Bridge.Open(road);
        _stack = await LocalStack.Start(new() { DataDirectory = _data, Settings = Hurried, WorkerSettings = OverTheBridge }, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        _stack.Stripe!.DeliverTo(Bridge.Lead("webhooks", new(_stack.Host.Url, "api/v1/webhooks/stripe")));
        Shop = new(new(() => _stack.Endpoints), new(_stack.Stripe));
        await Shop.Open();
    }

    public async Task DisposeAsync()
    {
        await Shop.DisposeAsync();
        await _stack.DisposeAsync();
        await Bridge.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>kill -9 of the worker; returns when the next one is ready.</summary>
    public async Task KillWorker()
    {
        var restarts = _stack.Host.WorkerRestarts;
        Process.GetProcessById(_stack.Host.WorkerProcessId!.Value).Kill();
        await ApiClient.Until(() => Task.FromResult(_stack.Host), host => host.WorkerRestarts > restarts && host.WorkerProcessId is not null, "the next worker");
    }

    private Dictionary<string, string> OverTheBridge(IReadOnlyDictionary<string, string> settings) => new(settings)
    {
        ["Stripe__ApiBase"] = Bridge.Lead("stripe", new(settings["Stripe__ApiBase"])).ToString().TrimEnd('/'),
        ["Cosmos"] = Over(settings["Cosmos"]),
        ["Storage"] = Over(settings["Storage"]),
    };

    private string Over(string connection) => Endpoint().Replace(connection, endpoint =>
        $"{endpoint.Groups["what"]}={Bridge.Lead(endpoint.Groups["what"].Value switch { "AccountEndpoint" => "cosmos", "TableEndpoint" => "tables", _ => "queues" }, new(endpoint.Groups["url"].Value))}");

    [GeneratedRegex("(?<what>AccountEndpoint|TableEndpoint|QueueEndpoint)=(?<url>[^;]+)")]
    private static partial Regex Endpoint();
}
