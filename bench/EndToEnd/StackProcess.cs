using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Credits.Local.Processes;
using Credits.Local.Stack;

namespace Credits.Bench.EndToEnd;

/// <summary>The local stack as a process of its own, with a worker that is another, so that each one's CPU time can be told.</summary>
internal sealed class StackProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(10) };
    private readonly DirectoryInfo _data;
    private readonly DirectoryInfo? _app;
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private GuardedProcess _process;

    private StackProcess(DirectoryInfo data, DirectoryInfo? app, IReadOnlyDictionary<string, string?> settings, GuardedProcess process) =>
        (_data, _app, _settings, _process, Endpoints) = (data, app, settings, process, EndpointsIn(data));

    public Endpoints Endpoints { get; private set; }

    /// <summary>Where all its data are.</summary>
    public string DataDirectory => _data.FullName;

    /// <summary>Starts a stack on data of its own.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="app">A published app; null for the built one.</param>
    /// <param name="settings">App settings beside the stack's own.</param>
    public static async Task<StackProcess> Start(CancellationToken cancellation, DirectoryInfo? app = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var data = Directory.CreateTempSubdirectory("credits-bench-");
        settings ??= new Dictionary<string, string?>();
        return new(data, app, settings, await StartProcess(data, app, settings, cancellation));
    }

    /// <summary>kill -9 of the whole stack, and another start on the same data.</summary>
    public async Task KillAndRestart(Func<Task> whileDown, CancellationToken cancellation)
    {
        _process.Kill();
        await _process.Exited.WaitAsync(StopDeadline, cancellation);
        _process.Dispose();
        await whileDown();
        _process = await StartProcess(_data, _app, _settings, cancellation);
        Endpoints = EndpointsIn(_data);
    }

    /// <summary>What was asked of the stand-ins.</summary>
    public async Task<Statistics> Statistics(CancellationToken cancellation) => (await _http.GetFromJsonAsync<Statistics>(Endpoints.Statistics, cancellation))!;

    /// <summary>The API's answer to a request that must succeed.</summary>
    public async Task<JsonNode> Ask(HttpMethod method, string path, string? body, CancellationToken cancellation)
    {
        var (status, text) = await Send(method, path, body, cancellation);
        return status is >= 200 and < 300 ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{method} {path} was answered with {status}: {text}");
    }

    /// <summary>The API's answer to a request, whatever it is.</summary>
    public async Task<(int Status, string Text)> Send(HttpMethod method, string path, string? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, $"{Endpoints.Api}/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Endpoints.ApiKey);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, cancellation);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
    }

    /// <summary>Sends the worker a signal.</summary>
    public async Task Signal(string signal, CancellationToken cancellation)
    {
        var worker = (await Statistics(cancellation)).WorkerProcessId;
        using var kill = Process.Start("kill", [$"-{signal}", $"{worker}"]);
        await kill.WaitForExitAsync(cancellation);
        if (kill.ExitCode != 0) throw new InvalidOperationException($"Signal {signal} did not reach the worker, process {worker}.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Stop();
        await Task.WhenAny(_process.Exited, Task.Delay(StopDeadline));
        _process.Dispose();
        await _process.Exited;
        _http.Dispose();
        _data.Delete(recursive: true);
    }

    private static async Task<GuardedProcess> StartProcess(DirectoryInfo data, DirectoryInfo? app, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellation)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = await GuardedProcess.Start(
            "dotnet", [typeof(LocalStack).Assembly.Location, "serve", "--port", "0", "--data", data.FullName, .. app is null ? Array.Empty<string>() : ["--app", app.FullName]], data.FullName, settings,
            line => { if (line == "Ready") ready.SetResult(); }, Console.Error.WriteLine);
        var first = await Task.WhenAny(ready.Task, process.Exited).WaitAsync(StartDeadline, cancellation);
        return first == ready.Task ? process : throw new InvalidOperationException($"The local stack ended with code {await process.Exited} instead of becoming ready.");
    }

    private static Endpoints EndpointsIn(DirectoryInfo data) =>
        JsonSerializer.Deserialize<Endpoints>(File.ReadAllText(Path.Combine(data.FullName, Endpoints.FileName)), JsonSerializerOptions.Web)!;
}

/// <summary>What the local stack tells of itself.</summary>
/// <param name="CosmosOperations">What was asked of Cosmos DB.</param>
/// <param name="WorkerProcessId">The worker's process; null between two.</param>
/// <param name="Partitions">How far each partition is.</param>
internal sealed record Statistics(long CosmosOperations, int? WorkerProcessId, IReadOnlyList<PartitionStatistics> Partitions)
{
    /// <summary>Events that were settled: a function was invoked with them, and returned.</summary>
    public long Settled => Partitions.Sum(partition => partition.Delivered + 1);

    /// <summary>In how many batches.</summary>
    public long Batches => Partitions.Sum(partition => partition.Batches);
}

/// <summary>How far a partition is.</summary>
internal sealed record PartitionStatistics(long LastEnqueued, long Delivered, long Batches);
