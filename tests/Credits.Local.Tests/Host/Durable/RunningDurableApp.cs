using System.Reflection;
using Credits.Local.Azurite;
using Credits.Local.Host;
using Microsoft.Extensions.Logging;

namespace Credits.Local.Tests.Host.Durable;

/// <summary>The durable test app as a real worker process, its task hub on Azurite, with all data in one directory.</summary>
internal sealed class RunningDurableApp : IAsyncDisposable
{
    private const string Storage = "storage";

    private readonly AzuriteProcess _azurite;

    private RunningDurableApp(AzuriteProcess azurite, FunctionsHost host) => (_azurite, Host) = (azurite, host);

    public FunctionsHost Host { get; }

    public Uri Url => Host.Url;

    /// <summary>Where activities note what they did.</summary>
    public static string LedgerIn(string directory) => Path.Combine(directory, "ledger");

    /// <summary>Returns when no process uses the directory's storage any more.</summary>
    public static Task Gone(string directory, ILogger log) =>
        AzuritePredecessor.Gone(Path.Combine(directory, Storage), AzuritePredecessor.Patience, log, CancellationToken.None);

    public static async Task<RunningDurableApp> Start(string directory, ILoggerFactory logs)
    {
        Directory.CreateDirectory(LedgerIn(directory));
        var azurite = await AzuriteProcess.Start(Path.Combine(directory, Storage), new(0, 0, 0), logs, CancellationToken.None);
        try
        {
            var host = await FunctionsHost.Start(
                new()
                {
                    AppDirectory = Path.GetFullPath(AppDirectory),
                    DataDirectory = directory,
                    Port = 0,
                    Settings = new Dictionary<string, string> { ["AzureWebJobsStorage"] = azurite.ConnectionString, ["Ledger"] = LedgerIn(directory) },
                    Hubs = [],
                },
                TimeProvider.System, logs, CancellationToken.None);
            return new(azurite, host);
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    private static string AppDirectory =>
        typeof(RunningDurableApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "DurableAppDirectory").Value!;
}
