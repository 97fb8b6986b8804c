using System.Diagnostics;
using System.Globalization;

namespace Credits.Bench.EndToEnd;

/// <summary>Measures what the first request after a worker's start waits for, beside what it would otherwise.</summary>
internal static class ColdStart
{
    private const int WarmRequests = 20;

    /// <summary>Prints a row a start: from the beginning of the worker's process to the first account's balance, and the median of what follows.</summary>
    /// <param name="app">A published app; null for the built one.</param>
    /// <param name="starts">How many workers are started, each after a kill -9 of the one before.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<int> Run(DirectoryInfo? app, int starts, CancellationToken cancellation)
    {
        await using var stack = await StackProcess.Start(cancellation, app);
        await stack.Ask(HttpMethod.Put, "accounts/cold", "{}", cancellation);

        Console.WriteLine("| start | to the first answer ms | then p50 ms | worker MB |");
        Console.WriteLine("|---|---|---|---|");
        var waits = new List<double>();
        for (var start = 1; start <= starts; start++)
        {
            await stack.Signal("KILL", cancellation);
            while ((await stack.Send(HttpMethod.Get, "accounts/cold", null, cancellation)).Status != 200) cancellation.ThrowIfCancellationRequested();

            // By the system's clock, as a process's start is.
            var answered = TimeProvider.System.GetUtcNow();
            var warm = new double[WarmRequests];
            for (var i = 0; i < warm.Length; i++)
            {
                var asked = Stopwatch.GetTimestamp();
                await stack.Ask(HttpMethod.Get, "accounts/cold", null, cancellation);
                warm[i] = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
            }

            using var worker = Process.GetProcessById((await stack.Statistics(cancellation)).WorkerProcessId!.Value);
            waits.Add((answered - worker.StartTime.ToUniversalTime()).TotalMilliseconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {start} | {waits[^1]:0} | {Percentile.Of([.. warm.Order()], 50):0.0} | {worker.WorkingSet64 / (1024 * 1024)} |"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| median | {Percentile.Of([.. waits.Order()], 50):0} | | |"));
        return 0;
    }
}
