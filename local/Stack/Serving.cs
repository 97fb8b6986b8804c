namespace Credits.Local.Stack;

/// <summary>Runs a stack until it is told to stop.</summary>
internal static class Serving
{
    /// <summary>Serves, prints where, and ends with 0 on Ctrl-C, with 1 when the stack can't go on.</summary>
    public static async Task<int> Run(LocalStackOptions options, bool verbose, CancellationToken cancellation)
    {
        using var logs = Logs(verbose);
        try
        {
            await using var stack = await LocalStack.Start(options, TimeProvider.System, logs, cancellation);
            Print(stack.Endpoints, options.DataDirectory);
            Console.WriteLine("Ready");
            return await UntilStopped(stack, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 0;
        }
        catch (InvalidOperationException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>The log: warnings, or everything.</summary>
    public static ILoggerFactory Logs(bool verbose) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(verbose ? LogLevel.Information : LogLevel.Warning)
        .AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning).AddFilter("Yarp", LogLevel.Warning)
        .AddFilter("Host", LogLevel.Information).AddFilter("Azurite", LogLevel.Information)
        .AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss ")));

    private static async Task<int> UntilStopped(LocalStack stack, CancellationToken cancellation)
    {
        var stopped = Task.Delay(Timeout.Infinite, cancellation);
        if (await Task.WhenAny(stopped, stack.Host.Failed) == stopped) return 0;

        await stack.Host.Failed;
        return 1;
    }

    private static void Print(Endpoints endpoints, string dataDirectory)
    {
        Console.WriteLine($"API         {endpoints.Api}   (readable: {endpoints.Api}/docs)");
        Console.WriteLine($"API key     {endpoints.ApiKey}");
        Console.WriteLine($"Event Hubs  {endpoints.EventHubs}   (event hub: {endpoints.UsageHub})");
        Console.WriteLine($"Cosmos DB   {endpoints.Cosmos}");
        Console.WriteLine($"Storage     {endpoints.Storage}");
        Console.WriteLine($"Data        {dataDirectory}   (these lines as JSON: {Path.Combine(dataDirectory, Endpoints.FileName)})");
    }
}
