using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Credits.Local.Azurite;
using Credits.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;

namespace Credits.Local.Tests.Stack;

/// <summary><c>serve</c> as a process of its own, as a user starts it.</summary>
internal sealed class ServedStack : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(6);

    private readonly TemporaryDirectory _data = new();
    private readonly Process _process;

    private ServedStack() => _process = Serve(_data.Path);

    public Endpoints Endpoints => JsonSerializer.Deserialize<Endpoints>(File.ReadAllText(Path.Combine(_data.Path, Endpoints.FileName)), JsonSerializerOptions.Web)!;

    public static async Task<ServedStack> Start()
    {
        var stack = new ServedStack();
        using var deadline = new CancellationTokenSource(Deadline);
        while (await stack._process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line != "Ready") continue;
            _ = stack._process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            _ = stack._process.StandardError.BaseStream.CopyToAsync(Stream.Null);
            return stack;
        }

        throw new InvalidOperationException($"The stack did not become ready: {await stack._process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Starts one that is expected to refuse, and answers how it ended and what it said.</summary>
    public static async Task<(int ExitCode, string Error)> Refusal(string dataDirectory, params string[] arguments)
    {
        using var process = Serve(dataDirectory, arguments);
        using var deadline = new CancellationTokenSource(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = await process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        await output;
        return (process.ExitCode, error.Trim());
    }

    /// <summary>The worker's and Azurite's processes.</summary>
    public async Task<IReadOnlyList<int>> Children()
    {
        using var http = new HttpClient();
        var statistics = await http.GetFromJsonAsync<JsonObject>(Endpoints.Statistics);
        var azurite = await File.ReadAllTextAsync(Path.Combine(_data.Path, "storage", "azurite.pid"));
        return [statistics!["workerProcessId"]!.GetValue<int>(), int.Parse(azurite, CultureInfo.InvariantCulture)];
    }

    /// <summary>SIGKILL, to this one process only.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGTERM, and the code it ends with.</summary>
    public async Task<int> Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Deadline);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await AzuritePredecessor.Gone(Path.Combine(_data.Path, "storage"), AzuritePredecessor.Patience, NullLogger.Instance, CancellationToken.None);
        _data.Dispose();
    }

    private static Process Serve(string dataDirectory, params string[] arguments)
    {
        string[] port = arguments.Contains("--port") ? [] : ["--port", "0"];
        return Process.Start(new ProcessStartInfo("dotnet", [typeof(LocalStack).Assembly.Location, "serve", "--data", dataDirectory, .. port, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
