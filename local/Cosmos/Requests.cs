using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Credits.Local.Cosmos;

/// <summary>Cosmos DB's REST protocol as far as the SDK needs it in gateway mode.</summary>
internal sealed class Requests(
    DocumentStore store, Containers containers, CosmosStatistics statistics, FaultInjection faults, Func<Uri> url, ILogger log)
{
    private const int MaxOperations = 100;
    private const int DefaultPageSize = 100;
    private static readonly byte[] NoBody = [];

    public async Task Answer(HttpContext context)
    {
        try
        {
            if (!context.Request.Headers.Authorization.ToString().Contains("type", StringComparison.OrdinalIgnoreCase))
                throw new CosmosError(401, "Unauthorized", "Required Header authorization is missing.");
            await Route(context);
        }
        catch (CosmosError e)
        {
            if (e.Status == 400) log.LogWarning("{Method} {Path} was refused: {Reason}", context.Request.Method, context.Request.Path, e.Message);
            if (e.RetryAfter > TimeSpan.Zero) context.Response.Headers["x-ms-retry-after-ms"] = $"{(int)e.RetryAfter.TotalMilliseconds}";
            await Send(context, e.Status, e.Body, subStatus: e.SubStatus);
        }
        catch (JsonException e)
        {
            await Send(context, 400, CosmosError.BadRequest($"The body is not JSON: {e.Message}").Body);
        }
    }

    private Task Route(HttpContext context)
    {
        var request = context.Request;
        var segments = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        return (request.Method, segments) switch
        {
            ("GET", []) => Send(context, 200, Encoding.UTF8.GetBytes(AccountDescription.At(url()))),
            ("POST", ["dbs"]) => Create(context, containers.AddDatabase),
            ("GET", ["dbs", var database]) => SendResource(context, 200, containers.Database(database)),
            ("POST", ["dbs", var database, "colls"]) => Create(context, json => containers.AddContainer(database, json)),
            ("GET", ["dbs", var database, "colls", var container]) => SendResource(context, 200, containers.Container(database, container).Json),
            ("GET", ["dbs", var database, "colls", var container, "pkranges"]) => SendRanges(context, containers.Container(database, container)),
            ("POST", ["dbs", var database, "colls", var container, "docs"]) => Post(context, containers.Container(database, container, forDocuments: true)),
            (_, ["dbs", var database, "colls", var container, "docs", var id]) => One(context, containers.Container(database, container, forDocuments: true), id),
            ("GET", ["dbs", _, "colls", _, "docs"]) when request.Headers.ContainsKey("A-IM") => throw CosmosError.Unsupported("the change feed"),
            _ => throw CosmosError.Unsupported($"{request.Method} {request.Path}"),
        };
    }

    private async Task Post(HttpContext context, ContainerDefinition container)
    {
        var body = await Body(context);
        if (Is(context, "x-ms-cosmos-is-query-plan-request"))
        {
            Query.Read(body, container); // what can't be answered is refused before the SDK plans with it
            await Send(context, 200, Encoding.UTF8.GetBytes(AccountDescription.QueryPlan));
            return;
        }

        faults.BeforeRequest();
        if (Is(context, "x-ms-documentdb-isquery")) await RunQuery(context, container, body);
        else if (Is(context, "x-ms-cosmos-is-batch-request")) await Batch(context, container, body);
        else await Apply(context, container, new(Is(context, "x-ms-documentdb-is-upsert") ? OperationKind.Upsert : OperationKind.Create, null, body, IfMatch(context), AnswersWithBody(context)));
    }

    private async Task One(HttpContext context, ContainerDefinition container, string id)
    {
        faults.BeforeRequest();
        switch (context.Request.Method)
        {
            case "GET":
                statistics.Count(operations: 1);
                var found = store.Find(container, Key(context), id) ?? throw CosmosError.NotFound($"document '{id}'");
                if (context.Request.Headers.IfNoneMatch == found.ETag) await Send(context, 304, null, found.ETag);
                else await Send(context, 200, found.Json, found.ETag);
                break;
            case "PUT":
                await Apply(context, container, new(OperationKind.Replace, id, await Body(context), IfMatch(context), AnswersWithBody(context)));
                break;
            case "DELETE":
                await Apply(context, container, new(OperationKind.Delete, id, default, IfMatch(context), AnswerWithBody: false));
                break;
            default:
                throw CosmosError.Unsupported($"{context.Request.Method} of a document");
        }
    }

    private async Task Apply(HttpContext context, ContainerDefinition container, Operation operation)
    {
        statistics.Count(operations: 1);
        var result = (await store.Apply(container, Key(context), [operation]))[0];
        await Send(context, result.Status, result.Body ?? NoBody, result.ETag, result.SubStatus);
    }

    private async Task Batch(HttpContext context, ContainerDefinition container, byte[] body)
    {
        if (!Is(context, "x-ms-cosmos-batch-atomic")) throw CosmosError.Unsupported("bulk execution");
        if (body.Length > Document.MaxBytes) throw CosmosError.TooLarge();

        var operations = await BatchBody.Read(body);
        if (operations.Count > MaxOperations) throw CosmosError.BadRequest($"Batch request has more operations than what is supported: {operations.Count}, not {MaxOperations}.");

        statistics.Count(operations.Count);
        var results = await store.Apply(container, Key(context), operations);
        if (faults.DropsAnswer())
        {
            context.Abort();
            return;
        }

        await Send(context, results.All(result => result.Succeeded) ? 200 : 207, await BatchBody.Write(results), type: "application/octet-stream");
    }

    private async Task RunQuery(HttpContext context, ContainerDefinition container, byte[] body)
    {
        statistics.Count(operations: 1);
        var size = int.TryParse(Header(context, "x-ms-max-item-count"), CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : DefaultPageSize;
        var key = context.Request.Headers.ContainsKey("x-ms-documentdb-partitionkey") ? Key(context) : null;
        var page = QueryPage.Run(store, container, key, Query.Read(body, container), size, Header(context, "x-ms-continuation"));

        using var answer = new MemoryStream();
        answer.Write(Encoding.UTF8.GetBytes($"{{\"_rid\":\"{container.ResourceId}\",\"Documents\":["));
        for (var i = 0; i < page.Documents.Count; i++)
        {
            if (i > 0) answer.WriteByte((byte)',');
            answer.Write(page.Documents[i]);
        }

        answer.Write(Encoding.UTF8.GetBytes($"],\"_count\":{page.Documents.Count}}}"));
        context.Response.Headers["x-ms-item-count"] = $"{page.Documents.Count}";
        if (page.Continuation is not null) context.Response.Headers["x-ms-continuation"] = page.Continuation;
        await Send(context, 200, answer.ToArray());
    }

    private static async Task Create(HttpContext context, Func<JsonObject, JsonObject> create) =>
        await SendResource(context, 201, create(JsonNode.Parse(await Body(context))!.AsObject()));

    private static Task SendResource(HttpContext context, int status, JsonObject resource) =>
        Send(context, status, JsonSerializer.SerializeToUtf8Bytes(resource), (string?)resource["_etag"]);

    // Asked again with the ETag, the SDK wants to hear that nothing has changed; otherwise it asks for ever.
    private static Task SendRanges(HttpContext context, ContainerDefinition container)
    {
        if (context.Request.Headers.IfNoneMatch.Count > 0) return Send(context, 304, null, context.Request.Headers.IfNoneMatch.ToString());

        context.Response.Headers["x-ms-item-count"] = "1";
        return Send(context, 200, Encoding.UTF8.GetBytes(AccountDescription.RangesOf(container)), "\"1\"");
    }

    private static Task Send(HttpContext context, int status, byte[]? body, string? etag = null, int subStatus = 0, string type = "application/json")
    {
        var (response, headers) = (context.Response, context.Response.Headers);
        response.StatusCode = status;
        headers["x-ms-request-charge"] = "1";
        headers["x-ms-session-token"] = "0:-1#1";
        headers["x-ms-activity-id"] = Header(context, "x-ms-activity-id") ?? Guid.NewGuid().ToString();
        headers["x-ms-version"] = "2020-07-15";
        if (etag is not null) headers.ETag = etag;
        if (subStatus != 0) headers["x-ms-substatus"] = $"{subStatus}";
        if (body is null || status is 204 or 304) return Task.CompletedTask;

        response.ContentType = type;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, 0, body.Length);
    }

    private static async Task<byte[]> Body(HttpContext context)
    {
        using var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        await context.Request.Body.CopyToAsync(body);
        return body.Capacity == body.Length ? body.GetBuffer() : body.ToArray();
    }

    private static string Key(HttpContext context) =>
        Document.KeyOf(Header(context, "x-ms-documentdb-partitionkey") ?? throw CosmosError.BadRequest("The partition key header is missing."));

    private static string? IfMatch(HttpContext context) => Header(context, "If-Match");

    private static bool AnswersWithBody(HttpContext context) => Header(context, "Prefer") != "return=minimal";

    private static bool Is(HttpContext context, string header) => string.Equals(Header(context, header), "true", StringComparison.OrdinalIgnoreCase);

    private static string? Header(HttpContext context, string name) => context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
