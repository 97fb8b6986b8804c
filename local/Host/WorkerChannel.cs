using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Credits.Local.Host.Rpc;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Credits.Local.Host;

/// <summary>The conversation with one worker process, from its start to its death: requests with their answers, and its log.</summary>
public sealed class WorkerChannel(Func<FunctionDescription, IEnumerable<ParameterBinding>> otherInputs, ILoggerFactory logs)
{
    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ListeningPoll = TimeSpan.FromMilliseconds(10);

    private readonly Channel<StreamingMessage> _outbox = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _requests = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the worker must call itself.</summary>
    public string WorkerId { get; } = Guid.NewGuid().ToString();

    /// <summary>The functions, once the worker is ready.</summary>
    public IReadOnlyList<FunctionDescription> Functions { get; private set; } = [];

    /// <summary>Where the worker answers HTTP, once it is ready.</summary>
    public Uri? HttpUrl { get; private set; }

    /// <summary>Completes when the worker is gone.</summary>
    public Task Died => _died.Task;

    /// <summary>How many invocations wait for an answer.</summary>
    public int Pending => _invocations.Count;

    /// <summary>The function of a name.</summary>
    public FunctionDescription Function(string name) => Functions.First(function => function.Name == name);

    /// <summary>Serves the worker's stream until it ends.</summary>
    public async Task Serve(IAsyncStreamReader<StreamingMessage> fromWorker, IServerStreamWriter<StreamingMessage> toWorker, CancellationToken cancellation)
    {
        _connected.TrySetResult();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sending = Send(toWorker, ended.Token);
        try
        {
            while (await fromWorker.MoveNext(ended.Token)) Receive(fromWorker.Current);
            Die("it closed its stream");
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or Grpc.Core.RpcException)
        {
            Die($"its stream broke ({e.Message})");
        }

        await ended.CancelAsync();
        await sending;
    }

    /// <summary>Introduces host and worker and loads every function.</summary>
    public async Task Handshake(string appDirectory)
    {
        await _connected.Task.WaitAsync(AnswerDeadline);
        var init = (await Ask(new()
        {
            WorkerInitRequest = new()
            {
                HostVersion = "4.1000.0.0",
                WorkerDirectory = appDirectory,
                FunctionAppDirectory = appDirectory,
                Capabilities = { ["TypedDataCollection"] = "True" },
            },
        })).WorkerInitResponse;
        Require(init.Result, "start");
        HttpUrl = init.Capabilities.TryGetValue("HttpUri", out var url) ? new(url) : null;

        var metadata = (await Ask(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = appDirectory } })).FunctionMetadataResponse;
        Require(metadata.Result, "describe its functions");
        Functions = [.. metadata.FunctionMetadataResults.Select(FunctionDescription.Of)];

        var loads = Functions.Select(function => Ask(new() { FunctionLoadRequest = new() { FunctionId = function.Id, Metadata = function.Metadata } }));
        foreach (var load in await Task.WhenAll(loads)) Require(load.FunctionLoadResponse.Result, "load a function");
        if (HttpUrl is not null) await Listening(HttpUrl);
    }

    /// <summary>Runs a function and answers what it returned.</summary>
    /// <exception cref="FunctionFailedException">It threw.</exception>
    /// <exception cref="WorkerDiedException">Its process ended first.</exception>
    public async Task<InvocationResponse> Invoke(FunctionDescription function, InvocationRequest request, CancellationToken cancellation)
    {
        using var activity = new Activity(function.Name).Start();
        request.FunctionId = function.Id;
        request.InputData.AddRange(otherInputs(function));
        if (request.InvocationId.Length == 0) request.InvocationId = Guid.NewGuid().ToString();
        request.TraceContext = new() { TraceParent = activity.Id ?? "", TraceState = activity.TraceStateString ?? "" };

        var answered = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _invocations[request.InvocationId] = answered;
        if (_died.Task.IsCompleted) Fail(_invocations, "it is already gone");

        Post(new() { RequestId = WorkerId, InvocationRequest = request });
        await using var cancelling = cancellation.Register(() => Post(new() { InvocationCancel = new() { InvocationId = request.InvocationId } }));
        var response = await answered.Task;
        if (response.Result.Status != StatusResult.Types.Status.Success)
            throw new FunctionFailedException(function.Name, response.Result.Exception?.Message ?? response.Result.Status.ToString());
        return response;
    }

    /// <summary>Asks the worker to end itself.</summary>
    public void Terminate(TimeSpan grace) => Post(new() { WorkerTerminate = new() { GracePeriod = Duration.FromTimeSpan(grace) } });

    /// <summary>Fails everything that waits for an answer.</summary>
    public void Die(string reason)
    {
        if (!_died.TrySetResult()) return;

        _outbox.Writer.TryComplete();
        _connected.TrySetException(new WorkerDiedException(reason));
        Fail(_invocations, reason);
        Fail(_requests, reason);
    }

    private async Task Send(IServerStreamWriter<StreamingMessage> toWorker, CancellationToken cancellation)
    {
        try
        {
            await foreach (var message in _outbox.Reader.ReadAllAsync(cancellation)) await toWorker.WriteAsync(message, cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or IOException)
        {
            Die($"its stream broke ({e.Message})");
        }
    }

    // A small app is loaded before its server is up.
    private async Task Listening(Uri url)
    {
        var waited = Stopwatch.StartNew();
        while (!await Ports.Answers(url.Host, url.Port, CancellationToken.None))
        {
            if (_died.Task.IsCompleted) throw new WorkerDiedException("it ended before it listened");
            if (waited.Elapsed > AnswerDeadline) throw new TimeoutException($"It does not listen at {url}.");
            await Task.Delay(ListeningPoll);
        }
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (_invocations.TryRemove(message.InvocationResponse.InvocationId, out var invocation)) invocation.TrySetResult(message.InvocationResponse);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                Log(message.RpcLog);
                break;
            default:
                if (_requests.TryRemove(message.RequestId, out var request)) request.TrySetResult(message);
                break;
        }
    }

    private void Log(RpcLog line)
    {
        var log = logs.CreateLogger("Worker." + line.Category);
        log.Log((LogLevel)line.Level, "{Message}{Exception}", line.Message, line.Exception is { } e ? $" {e.Message} {e.StackTrace}" : "");
    }

    private async Task<StreamingMessage> Ask(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        var answered = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests[message.RequestId] = answered;
        if (_died.Task.IsCompleted) Fail(_requests, "it is already gone");

        Post(message);
        return await answered.Task.WaitAsync(AnswerDeadline);
    }

    private void Post(StreamingMessage message) => _outbox.Writer.TryWrite(message);

    private static void Fail<T>(ConcurrentDictionary<string, TaskCompletionSource<T>> waiting, string reason)
    {
        foreach (var id in waiting.Keys)
            if (waiting.TryRemove(id, out var answered)) answered.TrySetException(new WorkerDiedException(reason));
    }

    private static void Require(StatusResult result, string what)
    {
        if (result.Status != StatusResult.Types.Status.Success)
            throw new InvalidOperationException($"The worker could not {what}: {result.Exception?.Message}");
    }
}
