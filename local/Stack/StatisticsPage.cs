using System.Net;
using Credits.Local.Cosmos;
using Credits.Local.Host;

namespace Credits.Local.Stack;

/// <summary>What was asked of the stand-ins, for tools that measure: <c>GET /statistics</c>.</summary>
internal static class StatisticsPage
{
    public static async Task<WebApplication> Start(int port, CosmosGateway cosmos, FunctionsHost host, CancellationToken cancellation)
    {
        var builder = Servers.NewBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.MapGet("/statistics", () => new
        {
            cosmosRequests = cosmos.Statistics.Requests,
            cosmosOperations = cosmos.Statistics.Operations,
            workerProcessId = host.WorkerProcessId,
            workerRestarts = host.WorkerRestarts,
            partitions = host.Progress,
        });
        await app.StartAsync(cancellation);
        return app;
    }
}
