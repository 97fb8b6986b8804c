using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Credits.Functions.Http;

/// <summary>Lets in whoever has a key with the function's scope.</summary>
internal sealed class ApiKeyMiddleware(AccessRules rules, ApiKeys keys) : IFunctionsWorkerMiddleware
{
    private const string Bearer = "Bearer ";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (rules.Covers(context.FunctionDefinition.Name) && rules.ScopeFor(context.FunctionDefinition.Name) is { } scope)
        {
            var http = context.GetHttpContext()!;
            var caller = KeyOf(http.Request) is { } key ? await keys.Find(key, http.RequestAborted) : null;
            if (caller is null)
            {
                throw new ProblemException(Problem.Of(
                    ProblemTypes.Unauthorized, StatusCodes.Status401Unauthorized, "An API key is needed.",
                    "Send a known key as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'.").With("WWW-Authenticate", "Bearer"));
            }

            if (!caller.Scopes.Contains(scope))
            {
                throw new ProblemException(Problem.Of(
                    ProblemTypes.MissingScope, StatusCodes.Status403Forbidden, $"The API key lacks the scope '{scope}'.", "Ask the operator for a key that has it."));
            }

            if (caller.Account is { } own && http.Request.RouteValues.GetValueOrDefault("accountId") as string != own)
            {
                throw new ProblemException(Problem.Of(
                    ProblemTypes.OtherAccount, StatusCodes.Status403Forbidden, $"The API key is for account '{own}' alone.", "Ask for that account, or ask the operator for another key."));
            }

            http.Items[typeof(Caller)] = caller;
        }

        await next(context);
    }

    private static string? KeyOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return authorization[Bearer.Length..].Trim();
        return request.Headers.TryGetValue("X-Api-Key", out var key) ? key.ToString() : null;
    }
}
