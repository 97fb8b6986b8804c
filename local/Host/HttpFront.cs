using System.Diagnostics;
using System.Net;
using Credits.Local.Host.Rpc;
using Microsoft.AspNetCore.Routing.Patterns;
using Yarp.ReverseProxy.Forwarder;

namespace Credits.Local.Host;

/// <summary>Answers HTTP with functions: tells the worker of an invocation and, at the same time, forwards the request to the worker's own server.</summary>
public sealed class HttpFront(WorkerSupervisor workers, HostRoutes routes, IHttpForwarder forwarder, HostSettings host, ILogger<HttpFront> log) : IDisposable
{
    /// <summary>The binding's type.</summary>
    public const string Trigger = "httpTrigger";

    private const string InvocationHeader = "x-ms-invocation-id";
    private const int RetryAfterSeconds = 5;

    // Below the 100 s for which .NET's clients wait by default.
    private static readonly TimeSpan RestartPatience = TimeSpan.FromSeconds(90);

    private static readonly ForwarderRequestConfig Forwarding = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(30),
    });

    /// <summary>Maps a ready worker's HTTP functions.</summary>
    public void Map(WorkerChannel worker) =>
        routes.Replace([.. worker.Functions.Where(function => function.Trigger.Type == Trigger).Select(ToEndpoint)]);

    /// <summary>Answers 503 until the first worker has said which functions there are: before, every route would be unknown.</summary>
    public Task Guard(HttpContext context, RequestDelegate next)
    {
        if (routes.AreKnown) return next(context);

        AnswerNotYet(context);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Endpoint ToEndpoint(FunctionDescription function)
    {
        var level = function.Trigger.Optional("authLevel") ?? "function";
        if (!level.Equals("anonymous", StringComparison.OrdinalIgnoreCase))
            throw new NotSupportedException($"HTTP function '{function.Name}' has authLevel '{level}'; the local host supports only 'anonymous'.");

        var route = RoutePatternFactory.Parse($"{host.RoutePrefix}/{function.Trigger.Optional("route") ?? function.Name}");
        var endpoint = new RouteEndpointBuilder(context => Answer(context, function.Name), route, order: 0) { DisplayName = function.Name };
        if (function.Trigger.Json.TryGetProperty("methods", out var methods))
            endpoint.Metadata.Add(new HttpMethodMetadata(methods.EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant())));

        return endpoint.Build();
    }

    private async Task Answer(HttpContext context, string name)
    {
        if (await FindWorker(context) is not { } worker)
        {
            AnswerNotYet(context);
            return;
        }

        var function = worker.Function(name);
        var invocation = new InvocationRequest { InvocationId = Guid.NewGuid().ToString() };
        invocation.InputData.Add(new ParameterBinding { Name = function.Trigger.Parameter, Data = new() { Http = new() } });
        foreach (var (key, value) in context.Request.RouteValues)
            if (value is not null) invocation.TriggerMetadata[key] = new() { String = value.ToString() };

        using var trace = TraceOf(context.Request);
        var invoking = worker.Invoke(function, invocation, context.RequestAborted);
        var forwarding = forwarder.SendAsync(context, worker.HttpUrl!.ToString(), _client, Forwarding, new WithInvocation(invocation.InvocationId)).AsTask();
        var failure = await Outcome(invoking);
        var forwarded = await forwarding;
        if (failure is null && forwarded == ForwarderError.None) return;

        log.LogWarning("{Function} was not answered: {Failure} {Forwarding}", name, failure?.Message, forwarded);

        // The worker answers an invocation that threw with an empty 200: the host makes it what it is.
        if (context.Response.HasStarted) context.Abort();
        else if (failure is not null)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    // The caller's trace goes on in the function. The server does that by itself only when somebody here listens to traces.
    private static Activity? TraceOf(HttpRequest request)
    {
        if (Activity.Current is not null || !ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var caller)) return null;

        var activity = new Activity("HTTP") { TraceStateString = caller.TraceState };
        return activity.SetParentId(caller.TraceId, caller.SpanId, caller.TraceFlags).Start();
    }

    private static void AnswerNotYet(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
    }

    private async Task<WorkerChannel?> FindWorker(HttpContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(RestartPatience);
        try
        {
            return await workers.Ready(patience.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<Exception?> Outcome(Task invoking)
    {
        try
        {
            await invoking;
            return null;
        }
        catch (Exception e) when (e is FunctionFailedException or WorkerDiedException)
        {
            return e;
        }
    }

    private sealed class WithInvocation(string invocationId) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            Set(proxyRequest, InvocationHeader, invocationId);
            Set(proxyRequest, "X-Forwarded-Host", httpContext.Request.Host.Value ?? "");
            Set(proxyRequest, "X-Forwarded-Proto", httpContext.Request.Scheme);
            proxyRequest.Headers.Host = null;
        }

        private static void Set(HttpRequestMessage request, string name, string value)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
