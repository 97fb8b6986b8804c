using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Credits.Local.Host.Rpc;
using Credits.Local.Processes;

namespace Credits.Local.Host;

/// <summary>Keeps one worker process alive: starts it, shakes hands, starts another when it dies, gives up when that never lasts.</summary>
public sealed class WorkerSupervisor(string appDirectory, IReadOnlyDictionary<string, string> settings, ILoggerFactory logs) : IAsyncDisposable
{
    private const int MaxQuickDeaths = 5;
    private static readonly TimeSpan QuickDeath = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ExitDeadline = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(20);

    private readonly ILogger _log = logs.CreateLogger("Host");
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private volatile WorkerChannel? _starting;
    private volatile TaskCompletionSource<WorkerChannel> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GuardedProcess? _process;
    private Task _running = Task.CompletedTask;

    /// <summary>Called with each worker that becomes ready, before anybody else sees it.</summary>
    public required Action<WorkerChannel> OnReady { get; init; }

    /// <summary>What a function gets beside the trigger's data.</summary>
    public Func<FunctionDescription, IEnumerable<ParameterBinding>> OtherInputs { get; init; } = _ => [];

    /// <summary>Fails when no worker could be kept alive.</summary>
    public Task Failed => _failed.Task;

    /// <summary>The worker's process; null between two.</summary>
    public int? ProcessId => _ready.Task.IsCompletedSuccessfully ? _process?.ProcessId : null;

    /// <summary>How many workers were started after the first.</summary>
    public int Restarts { get; private set; }

    /// <summary>Starts the first worker, on whose stream the host listens at an address.</summary>
    public void Start(Uri rpcUrl) => _running = Run(rpcUrl);

    /// <summary>The worker that is ready, or the next that will be.</summary>
    public async Task<WorkerChannel> Ready(CancellationToken cancellation) => await _ready.Task.WaitAsync(cancellation);

    /// <summary>The worker that announced itself with an id; null for a stranger.</summary>
    public WorkerChannel? Find(string workerId) => _starting is { } worker && worker.WorkerId == workerId ? worker : null;

    /// <summary>Lets running invocations end, then the worker.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_starting is { } worker && _process is { } process)
        {
            var draining = Stopwatch.StartNew();
            while (worker.Pending > 0 && !worker.Died.IsCompleted && draining.Elapsed < DrainDeadline) await Task.Delay(DrainPoll);

            worker.Terminate(ExitDeadline);
            await Task.WhenAny(process.Exited, Task.Delay(ExitDeadline));
            if (!process.Exited.IsCompleted) _log.LogWarning("The worker did not end by itself within {Seconds} s and is killed", ExitDeadline.TotalSeconds);
            process.Kill(); // whoever started it disposes of it
        }

        await _running;
        _stopping.Dispose();
    }

    private async Task Run(Uri rpcUrl)
    {
        var quickDeaths = 0;
        while (!_stopping.IsCancellationRequested)
        {
            var life = Stopwatch.StartNew();
            try
            {
                await Live(rpcUrl);
            }
            catch (Exception e) when (e is WorkerDiedException or TimeoutException)
            {
                if (!_stopping.IsCancellationRequested) _log.LogError("The worker did not start: {Reason}", e.Message);
            }
            catch (Exception e)
            {
                // What a next attempt would meet again: an unsupported trigger, a function that can't be loaded, no worker at all.
                GiveUp(e);
                return;
            }

            if (_stopping.IsCancellationRequested) return;
            quickDeaths = life.Elapsed > QuickDeath ? 0 : quickDeaths + 1;
            if (quickDeaths >= MaxQuickDeaths)
            {
                GiveUp(new InvalidOperationException($"The worker died {quickDeaths} times within {QuickDeath.TotalSeconds} s of its start."));
                return;
            }

            Restarts++;
            await Task.WhenAny(Task.Delay(FirstPause * Math.Pow(2, quickDeaths)), Task.Delay(Timeout.Infinite, _stopping.Token));
        }
    }

    // From start to death.
    private async Task Live(Uri rpcUrl)
    {
        var started = Stopwatch.StartNew();
        var worker = new WorkerChannel(OtherInputs, logs);
        _starting = worker;
        using var process = await StartProcess(worker.WorkerId, rpcUrl);
        _process = process;
        if (_stopping.IsCancellationRequested) process.Kill(); // whoever stops this did not find it yet
        var exited = process.Exited.ContinueWith(
            exit => worker.Die($"its process ended with code {exit.Result}"), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        try
        {
            await worker.Handshake(appDirectory);
            OnReady(worker);
            _log.LogInformation("Worker {ProcessId} is ready after {Milliseconds} ms with {Functions} functions", process.ProcessId, started.ElapsedMilliseconds, worker.Functions.Count);
            _ready.TrySetResult(worker);

            await worker.Died;
            _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_stopping.IsCancellationRequested) _log.LogError("Worker {ProcessId} died; another is started", process.ProcessId);
        }
        finally
        {
            // Also after a start that failed: whoever stops this meanwhile waits for the process's end.
            process.Kill();
            await exited;
        }
    }

    private async Task<GuardedProcess> StartProcess(string workerId, Uri rpcUrl)
    {
        var config = Path.Combine(appDirectory, "worker.config.json");
        if (!File.Exists(config)) throw new FileNotFoundException($"There is no built function app in {appDirectory} (it lacks worker.config.json); build it first.", config);

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(config));
        var description = json.RootElement.GetProperty("description");
        var environment = new Dictionary<string, string?>
        {
            ["FUNCTIONS_APPLICATION_DIRECTORY"] = appDirectory,
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
            // The worker chooses its own port; what was meant for this process would mislead it.
            ["ASPNETCORE_URLS"] = null,
            ["ASPNETCORE_HTTP_PORTS"] = null,
        };
        foreach (var (name, value) in settings) environment[name] = value;

        var log = logs.CreateLogger("Worker");
        return await GuardedProcess.Start(
            description.GetProperty("defaultExecutablePath").GetString()!,
            [
                Path.Combine(appDirectory, description.GetProperty("defaultWorkerPath").GetString()!),
                "--functions-uri", rpcUrl.ToString(),
                "--functions-worker-id", workerId,
                "--functions-request-id", Guid.NewGuid().ToString(),
                "--functions-grpc-max-message-length", int.MaxValue.ToString(CultureInfo.InvariantCulture),
            ],
            appDirectory, environment,
            line => log.LogInformation("{Line}", line),
            line => log.LogWarning("{Line}", line));
    }

    private void GiveUp(Exception reason)
    {
        _log.LogCritical(reason, "No worker could be kept alive");
        _ready.TrySetException(reason);
        _failed.TrySetException(reason);
        _process?.Kill();
    }
}
