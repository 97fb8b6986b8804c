using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;

namespace Credits.Local.Cosmos;

/// <summary>Cosmos DB's REST protocol as far as the SDK needs it in gateway mode: the account, databases and containers. Documents are <see cref="DocumentRequests"/>'.</summary>
internal sealed class Requests(Containers containers, DocumentRequests documents, Func<Uri> url, ILogger log)
{
    public async Task Answer(HttpContext context)
    {
        try
        {
            var segments = Segments(context);
            Authorization.Check(context.Request, string.Join('/', segments));
            await Route(context, segments);
        }
        catch (CosmosError e)
        {
            if (e.Status is 400 or 401) log.LogWarning("{Method} {Path} was refused: {Reason}", context.Request.Method, context.Request.Path, e.Message);
            await Reply.Send(context, e);
        }
        catch (JsonException e)
        {
            await Reply.Send(context, CosmosError.BadRequest($"The request is not JSON: {e.Message}"));
        }
    }

    private Task Route(HttpContext context, string[] segments) => (context.Request.Method, segments) switch
    {
        ("GET", []) => Reply.Send(context, 200, Encoding.UTF8.GetBytes(AccountDescription.At(url()))),
        ("POST", ["dbs"]) => Create(context, containers.AddDatabase),
        ("GET", ["dbs", var database]) => Reply.SendResource(context, 200, containers.Database(database)),
        ("DELETE", ["dbs", var database]) => Remove(context, containers.RemoveDatabase(database)),
        ("POST", ["dbs", var database, "colls"]) => Create(context, json => containers.AddContainer(database, json)),
        ("GET", ["dbs", var database, "colls", var container]) => Reply.SendResource(context, 200, containers.Container(database, container).Json),
        ("DELETE", ["dbs", var database, "colls", var container]) => Remove(context, containers.RemoveContainer(database, container)),
        ("GET", ["dbs", var database, "colls", var container, "pkranges"]) => SendRanges(context, containers.Container(database, container)),
        ("GET", ["dbs", _, "colls", _, "docs"]) when context.Request.Headers.ContainsKey("A-IM") => throw CosmosError.Unsupported("the change feed"),
        ("GET", ["dbs", var database, "colls", var container, "docs"]) => documents.ReadFeed(context, containers.ContainerForDocuments(database, container)),
        ("POST", ["dbs", var database, "colls", var container, "docs"]) => documents.Post(context, containers.ContainerForDocuments(database, container)),
        (_, ["dbs", var database, "colls", var container, "docs", var id]) => documents.One(context, containers.ContainerForDocuments(database, container), id),
        var (method, _) => throw CosmosError.Unsupported($"{method} {context.Request.Path}"),
    };

    // As sent, decoded once: Kestrel's own path is decoded already, but for some characters.
    private static string[] Segments(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?')[0];
        return path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
    }

    private static async Task Create(HttpContext context, Func<JsonObject, Task<JsonObject>> create)
    {
        var request = await JsonNode.ParseAsync(context.Request.Body) as JsonObject ?? throw CosmosError.BadRequest("A database or container is a JSON object.");
        await Reply.SendResource(context, 201, await create(request));
    }

    private static async Task Remove(HttpContext context, Task removal)
    {
        await removal;
        await Reply.Send(context, 204, null);
    }

    // Asked again with the ETag, the SDK wants to hear that nothing has changed; otherwise it asks for ever.
    private static Task SendRanges(HttpContext context, ContainerDefinition container)
    {
        if (context.Request.Headers.IfNoneMatch.Count > 0) return Reply.Send(context, 304, null, context.Request.Headers.IfNoneMatch.ToString());

        context.Response.Headers["x-ms-item-count"] = "1";
        return Reply.Send(context, 200, Encoding.UTF8.GetBytes(AccountDescription.RangesOf(container)), "\"1\"");
    }
}
