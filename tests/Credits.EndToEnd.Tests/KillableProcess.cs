using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Credits.Local.Azurite;
using Credits.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;

namespace Credits.EndToEnd.Tests;

/// <summary>The local stack as a process of its own, as a user starts it, so that a test can kill it like a power switch.</summary>
/// <param name="settings">App settings beside the stack's own.</param>
internal sealed class KillableProcess(params (string Name, string Value)[] settings) : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(5);

    private readonly string _data = Directory.CreateTempSubdirectory("credits-kill-").FullName;
    private readonly HttpClient _http = new();
    private Process? _process;

    public Endpoints Endpoints => JsonSerializer.Deserialize<Endpoints>(File.ReadAllText(Path.Combine(_data, Endpoints.FileName)), JsonSerializerOptions.Web)!;

    public string DataDirectory => _data;

    private string StorageData => Path.Combine(_data, "storage");

    public async Task Start(Action<string>? onLine = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LocalStack).Assembly.Location, "serve", "--port", "0", "--data", _data]) { RedirectStandardOutput = true };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        _process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(StartDeadline);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            onLine?.Invoke(line);
            if (line != "Ready") continue;
            _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null); // so that it never waits for a reader
            return;
        }

        throw new InvalidOperationException($"The local stack ended with code {_process.ExitCode} instead of becoming ready.");
    }

    /// <summary>kill -9 of the whole stack, and another start on the same data.</summary>
    public Task KillAndRestart() => KillAndRestart(() => Task.CompletedTask);

    /// <summary>The same, with something that happens to the data in between.</summary>
    public async Task KillAndRestart(Func<Task> whileDown)
    {
        Kill();
        await whileDown();
        await Start();
    }

    /// <summary>The same, while the Azurite of the killed stack still runs, as it does when it has much to write.</summary>
    public async Task KillAndRestartBeforeAzuriteHasEnded()
    {
        var azurite = await File.ReadAllTextAsync(Path.Combine(StorageData, "azurite.pid"));
        Signal("STOP", azurite);
        Kill();
        await Start(line =>
        {
            if (line.Contains("Waiting for Azurite", StringComparison.Ordinal)) Signal("CONT", azurite);
        });
    }

    /// <summary>kill -9 of the functions' worker only.</summary>
    public async Task KillWorker()
    {
        var statistics = await _http.GetFromJsonAsync<JsonObject>(Endpoints.Statistics);
        if (statistics!["workerProcessId"] is { } id) Process.GetProcessById(id.GetValue<int>()).Kill();
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        _http.Dispose();
        await AzuritePredecessor.Gone(StorageData, AzuritePredecessor.Patience, NullLogger.Instance, CancellationToken.None);
        Directory.Delete(_data, recursive: true);
    }

    private static void Signal(string signal, string process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process]);
        kill.WaitForExit();
    }

    private void Kill()
    {
        _process!.Kill(); // SIGKILL, and to this one only: its children must notice by themselves
        _process.WaitForExit();
        _process.Dispose();
    }
}
