using System.Diagnostics;
using Credits.Local.EventHubs;
using Credits.Local.Processes;
using Credits.Local.Tests.Host.Durable;
using Microsoft.Extensions.Logging.Abstractions;

namespace Credits.Local.Tests;

/// <summary>This assembly as a process of its own, which a test kills with SIGKILL.</summary>
internal static class Victim
{
    private const string Guard = "guard";
    private const string Hub = "hub";
    private const string Durable = "durable";

    public static async Task Main(string[] arguments)
    {
        switch (arguments)
        {
            case [Guard]:
                var sleeper = await GuardedProcess.Start("sleep", ["600"], "/", new Dictionary<string, string?>(), _ => { }, _ => { });
                Console.WriteLine(sleeper.ProcessId);
                break;
            case [Hub, var directory]:
                var endpoint = await EventHubsEndpoint.Start(directory, 0, [new("usage", 1)], TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
                Console.WriteLine(endpoint.ConnectionString);
                break;
            case [Durable, var directory]:
                var app = await RunningDurableApp.Start(directory, NullLoggerFactory.Instance);
                Console.WriteLine(app.Url);
                break;
            default:
                throw new ArgumentException($"A victim is '{Guard}', '{Hub} <directory>' or '{Durable} <directory>', not '{string.Join(' ', arguments)}'.");
        }

        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>A process that holds a guarded child, and the child's id.</summary>
    public static async Task<(Process Process, int Child)> HoldingAChild()
    {
        var (process, line) = await Start(Guard);
        return (process, int.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>A process that serves hub <c>usage</c> with one partition, and its connection string.</summary>
    public static Task<(Process Process, string ConnectionString)> ServingAHub(string directory) => Start(Hub, directory);

    /// <summary>A process that runs the durable test app on a directory, and where that answers.</summary>
    public static Task<(Process Process, string Url)> RunningTheDurableApp(string directory) => Start(Durable, directory);

    private static async Task<(Process Process, string FirstLine)> Start(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Victim).Assembly.Location, .. arguments]) { RedirectStandardOutput = true })!;
        return (process, await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The victim died young."));
    }
}
