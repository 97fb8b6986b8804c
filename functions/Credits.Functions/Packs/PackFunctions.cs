using System.Text.Json;
using Credits.Functions.Http;
using Credits.Functions.Storage.Catalogue;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Packs;

/// <summary>Keeps what customers can buy.</summary>
public sealed class PackFunctions(PackStore packs)
{
    /// <summary>Every pack, by id.</summary>
    [Function("GetPacks")]
    [RequiresScope(Scopes.PacksRead)]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/packs")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Ok(new PacksView([.. (await packs.List(cancellation)).Select(PackView.Of)]));

    /// <summary>A pack.</summary>
    [Function("GetPack")]
    [RequiresScope(Scopes.PacksRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/packs/{packId}")] HttpRequest request,
        string packId, CancellationToken cancellation) =>
        await packs.Find(ResourceId.Checked(packId, "packId"), cancellation) is { } stored
            ? Answer.Ok(PackView.Of(stored.Pack)).With("ETag", stored.ETag)
            : Problem.UnknownPack(packId);

    /// <summary>Makes a pack, or replaces all of it. What was begun to be bought keeps what it was offered.</summary>
    [Function("PutPack")]
    [RequiresScope(Scopes.PacksWrite)]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/packs/{packId}")] HttpRequest request,
        string packId, CancellationToken cancellation)
    {
        ResourceId.Checked(packId, "packId");
        var pack = PackJson.Read(packId, await RequestBody.Read<JsonElement>(request, cancellation), out var faults);
        if (!faults.IsEmpty) return Problem.Invalid(faults);

        var ifMatch = request.Headers.IfMatch.Count > 0 ? request.Headers.IfMatch.ToString() : null;
        return await packs.Save(pack, ifMatch, cancellation) is { } etag
            ? Answer.Ok(PackView.Of(pack)).With("ETag", etag)
            : Problem.PreconditionFailed($"Pack '{packId}'");
    }
}
