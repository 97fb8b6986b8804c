using Credits.Functions.Http;
using Credits.Functions.Storage.Catalogue;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Keys = Credits.Functions.Http.ApiKeys;

namespace Credits.Functions.ApiKeys;

/// <summary>Makes, lists and removes the keys that callers of the API need.</summary>
public sealed class ApiKeyFunctions(ApiKeyStore store, Keys keys, TimeProvider clock)
{
    /// <summary>Makes a key and shows it, this once.</summary>
    [Function("PostApiKey")]
    [RequiresScope(Scopes.ApiKeysWrite)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/api-keys")] HttpRequest request, CancellationToken cancellation)
    {
        var asked = await RequestBody.Read<ApiKeyRequest>(request, cancellation);
        if (asked.Faults() is { Count: > 0 } faults) return Problem.Invalid(faults);

        var (key, stored) = Keys.Make(asked.Name, [.. asked.Scopes], asked.Account, clock.GetUtcNow());
        await store.Add(stored, cancellation);

        var view = ApiKeyView.Of(stored);
        return Answer.Created(view with { Key = key }).KeptAs(Answer.Created(view));
    }

    /// <summary>Every key, without its secret.</summary>
    [Function("GetApiKeys")]
    [RequiresScope(Scopes.ApiKeysWrite)]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/api-keys")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Ok(new ApiKeysView([.. (await store.List(cancellation)).Select(ApiKeyView.Of)]));

    /// <summary>Removes a key. Other instances of the app may know it for half a minute more.</summary>
    [Function("DeleteApiKey")]
    [RequiresScope(Scopes.ApiKeysWrite)]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/api-keys/{apiKeyId}")] HttpRequest request,
        string apiKeyId, CancellationToken cancellation)
    {
        var removed = await store.Remove(ResourceId.Checked(apiKeyId, "apiKeyId"), cancellation);
        keys.Forget(apiKeyId);
        return removed
            ? Answer.NoContent()
            : Problem.Of(ProblemTypes.UnknownApiKey, StatusCodes.Status404NotFound, $"There is no API key '{apiKeyId}'.", "List them with GET /api/v1/api-keys.");
    }
}
