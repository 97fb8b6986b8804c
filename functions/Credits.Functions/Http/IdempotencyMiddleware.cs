using System.Security.Cryptography;
using System.Text;
using Credits.Functions.Storage.Catalogue;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Credits.Functions.Http;

/// <summary>
/// A POST with an <c>Idempotency-Key</c> happens once: whoever repeats it gets the first answer again. What moves credits is once by its own
/// identity besides, so that even a crash between the deed and this record does it no second time.
/// </summary>
internal sealed class IdempotencyMiddleware(IdempotencyStore requests, TimeProvider clock) : IFunctionsWorkerMiddleware
{
    /// <summary>The request's header.</summary>
    public const string Header = "Idempotency-Key";

    private const int MaxKeyLength = 128;
    private const string RetryAfterSeconds = "1";

    // Longer than any request may run: one that was begun so long ago died.
    private static readonly TimeSpan TakeOverAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || !HttpMethods.IsPost(http.Request.Method) || !http.Request.Headers.TryGetValue(Header, out var header)
            || http.Items[typeof(Caller)] is not Caller caller)
        {
            await next(context);
            return;
        }

        var key = header.ToString();
        if (key.Length is 0 or > MaxKeyLength || key.Any(c => c is < '!' or > '~'))
            throw new ProblemException(Problem.Invalid(new Fault(Header, $"Must be 1 to {MaxKeyLength} visible ASCII characters.")));

        // Table keys allow neither every character nor every length; a hash is both short and plain.
        var row = Hash(Encoding.UTF8.GetBytes(key));
        var request = await HashOf(http.Request);
        if (await Begin(caller.Id, row, request, http.RequestAborted) is { } answer)
        {
            context.GetInvocationResult().Value = answer;
            return;
        }

        try
        {
            await next(context);
        }
        catch
        {
            await requests.Forget(caller.Id, row, CancellationToken.None);
            throw;
        }

        // A refusal is not kept: once its cause is mended, the same request may succeed.
        // Nor is what is too long to keep. Only sending very many events is answered so, and each of them is itself once.
        if (context.GetInvocationResult().Value is Answer { Status: < StatusCodes.Status300MultipleChoices, Kept: { Body.Length: <= IdempotencyStore.MaxBodyLength } given })
            await requests.Complete(caller.Id, row, new(given.Status, given.ContentType, Encoding.UTF8.GetString(given.Body.Span)), CancellationToken.None);
        else
            await requests.Forget(caller.Id, row, CancellationToken.None);
    }

    // Null when the request is to run; otherwise what is answered instead.
    private async Task<Answer?> Begin(string caller, string row, string request, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var earlier = await requests.Find(caller, row, cancellation);
        var takenOver = earlier is not null && (now - earlier.StartedAt > Memory || (earlier.Answer is null && now - earlier.StartedAt > TakeOverAfter));
        if (earlier is null || takenOver)
            return await requests.TryBegin(caller, row, request, now, earlier?.ETag, cancellation) ? null : InProgress();

        if (earlier.RequestHash != request)
        {
            return Problem.Of(
                ProblemTypes.IdempotencyKeyReused, StatusCodes.Status422UnprocessableEntity, "The idempotency key was used for another request.",
                "Use a new key for a new request; repeat a request with its own key and the same body.");
        }

        return earlier.Answer is { } answer
            ? new Answer(answer.Status, answer.ContentType, Encoding.UTF8.GetBytes(answer.Body)).With("Idempotency-Replayed", "true")
            : InProgress();
    }

    private static Answer InProgress() =>
        Problem.Of(ProblemTypes.RequestInProgress, StatusCodes.Status409Conflict, "The first request with this idempotency key still runs.", "Repeat it in a second.")
            .With("Retry-After", RetryAfterSeconds);

    private static async Task<string> HashOf(HttpRequest request)
    {
        var body = await RequestBody.ReadBytesOf(request, request.HttpContext.RequestAborted);
        return Hash([.. Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"), .. body.Span]);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
