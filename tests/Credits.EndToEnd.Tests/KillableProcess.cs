using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Credits.Local.Azurite;
using Credits.Local.Stack;

namespace Credits.EndToEnd.Tests;

/// <summary>The local stack as a process of its own, as a user starts it, so that a test can kill it like a power switch.</summary>
internal sealed class KillableProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly string _data = Directory.CreateTempSubdirectory("credits-kill-").FullName;
    private readonly HttpClient _http = new();
    private Process? _process;

    public Endpoints Endpoints => JsonSerializer.Deserialize<Endpoints>(File.ReadAllText(Path.Combine(_data, Endpoints.FileName)), JsonSerializerOptions.Web)!;

    public async Task Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LocalStack).Assembly.Location, "serve", "--port", "0", "--data", _data]) { RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(StartDeadline);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line != "Ready") continue;
            _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null); // so that it never waits for a reader
            return;
        }

        throw new InvalidOperationException($"The local stack ended with code {_process.ExitCode} instead of becoming ready.");
    }

    /// <summary>kill -9 of the whole stack, and another start on the same data.</summary>
    public async Task KillAndRestart()
    {
        Kill();
        await Start();
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
        await AzuritePredecessor.Gone(Path.Combine(_data, "storage"), AzuritePredecessor.Patience, CancellationToken.None);
        Directory.Delete(_data, recursive: true);
    }

    private void Kill()
    {
        _process!.Kill(); // SIGKILL, and to this one only: its children must notice by themselves
        _process.WaitForExit();
        _process.Dispose();
    }
}
