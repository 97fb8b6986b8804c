using System.Diagnostics;
using System.Net;
using Azure;
using Azure.Messaging.EventHubs;
using Credits.Functions.Storage.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Http;

/// <summary>Turns whatever ends an HTTP function early into a problem. Other functions are left to their trigger's retry policy.</summary>
internal sealed class ProblemMiddleware(AccessRules rules, ILogger<ProblemMiddleware> log) : IFunctionsWorkerMiddleware
{
    private const string RetryAfterSeconds = "2";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!rules.Covers(context.FunctionDefinition.Name))
        {
            await next(context);
            return;
        }

        // Carries the caller's trace into every problem and log line of this request. Where somebody listens to traces, the worker does.
        using var activity = Activity.Current is null ? new Activity(context.FunctionDefinition.Name).SetParentId(context.TraceContext.TraceParent).Start() : null;
        try
        {
            await next(context);
        }
        catch (Exception e) when (AnswerTo(e, context) is { } answer)
        {
            context.GetInvocationResult().Value = answer;
        }
    }

    private Answer? AnswerTo(Exception e, FunctionContext context)
    {
        switch (e)
        {
            case ProblemException problem:
                return problem.Answer;
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return null; // nobody listens any more
            case ConflictsException or RequestFailedException or EventHubsException or HttpRequestException or TimeoutException
                or CosmosException { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.RequestTimeout or HttpStatusCode.Gone }:
                log.LogWarning(e, "{Function} could not be answered now", context.FunctionDefinition.Name);
                return Problem.Of(
                    ProblemTypes.Unavailable, StatusCodes.Status503ServiceUnavailable, "A store or the event hub can't take the request now.",
                    "Ask again in a few seconds, with the same idempotency key; what was booked is not booked twice.").With("Retry-After", RetryAfterSeconds);
            default:
                log.LogError(e, "{Function} failed", context.FunctionDefinition.Name);
                return Problem.Of(
                    ProblemTypes.InternalError, StatusCodes.Status500InternalServerError, "This is a fault of the service.", "Report it with its traceId.");
        }
    }
}
