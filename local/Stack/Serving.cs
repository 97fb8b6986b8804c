namespace Credits.Local.Stack;

/// <summary>Runs a stack until it is told to stop.</summary>
internal static class Serving
{
    /// <summary>Serves until Ctrl-C.</summary>
    public static Task<int> Run(LocalStackOptions options, bool verbose, CancellationToken cancellation) =>
        Run(options, verbose, (_, stop) => Task.Delay(Timeout.Infinite, stop), cancellation);

    /// <summary>Serves, prints where, works, and ends with 0 when the work does or on Ctrl-C, with 1 when the stack can't go on.</summary>
    public static async Task<int> Run(LocalStackOptions options, bool verbose, Func<LocalStack, CancellationToken, Task> work, CancellationToken cancellation)
    {
        using var logs = Logs(verbose);
        try
        {
            await using var stack = await LocalStack.Start(options, TimeProvider.System, logs, cancellation);
            Print(stack.Endpoints, options.DataDirectory);
            Console.WriteLine("Ready");

            var first = await Task.WhenAny(work(stack, cancellation), stack.Host.Failed);
            if (!first.IsCanceled) await first;
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException or IOException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    // Durable Functions warn of each message that comes twice, as it does now and then, and drop it.
    /// <summary>The log: warnings, or everything.</summary>
    public static ILoggerFactory Logs(bool verbose) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(verbose ? LogLevel.Information : LogLevel.Warning)
        .AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning).AddFilter("Yarp", LogLevel.Warning).AddFilter("DurableTask", verbose ? LogLevel.Warning : LogLevel.Error)
        .AddFilter("Host", LogLevel.Information).AddFilter("Azurite", LogLevel.Information)
        .AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss ")));

    private static void Print(Endpoints endpoints, string dataDirectory)
    {
        Console.WriteLine($"API         {endpoints.Api}   (readable: {endpoints.Api}/docs)");
        Console.WriteLine($"API key     {endpoints.ApiKey}");
        Console.WriteLine($"Event Hubs  {endpoints.EventHubs}   (event hub: {endpoints.UsageHub})");
        Console.WriteLine($"Cosmos DB   {endpoints.Cosmos}");
        Console.WriteLine($"Storage     {endpoints.Storage}");
        Console.WriteLine($"Stripe      {endpoints.Stripe ?? "the real one"}");
        Console.WriteLine($"Data        {dataDirectory}   (these lines as JSON: {Path.Combine(dataDirectory, Endpoints.FileName)})");
    }
}
