using System.Buffers;
using System.Globalization;
using System.Text;
using Credits.Local.Cosmos.Queries;

namespace Credits.Local.Cosmos;

/// <summary>Requests for documents: points, batches and queries.</summary>
internal sealed class DocumentRequests(DocumentStore store, CosmosStatistics statistics, FaultInjection faults)
{
    private const int MaxOperations = 100;
    private const int DefaultPageSize = 100;
    private const int MaxBodyBytes = 2 * Document.MaxBytes; // nothing so large can be in order, whatever it is

    // To ignore them would be a wrong answer.
    private static readonly string[] UnsupportedHeaders =
    [
        "x-ms-documentdb-pre-trigger-include", "x-ms-documentdb-post-trigger-include", "x-ms-indexing-directive", "x-ms-start-epk", "x-ms-end-epk",
    ];

    public async Task Post(HttpContext context, ContainerDefinition container)
    {
        AssertSupported(context);
        var body = await Body(context);
        if (Is(context, "x-ms-cosmos-is-query-plan-request"))
        {
            SqlTranslation.Of(QueryParser.Read(body), container); // what can't be answered is refused before the SDK plans with it
            await Reply.Send(context, 200, Encoding.UTF8.GetBytes(AccountDescription.QueryPlan));
        }
        else if (Is(context, "x-ms-documentdb-isquery"))
        {
            await SendPage(context, container, QueryParser.Read(body));
        }
        else if (Is(context, "x-ms-cosmos-is-batch-request"))
        {
            await Batch(context, container, body);
        }
        else
        {
            var kind = Is(context, "x-ms-documentdb-is-upsert") ? OperationKind.Upsert : OperationKind.Create;
            await Write(context, container, new(kind, null, body, Header(context, "If-Match"), AnswersWithBody(context)));
        }
    }

    public async Task One(HttpContext context, ContainerDefinition container, string id)
    {
        AssertSupported(context);
        switch (context.Request.Method)
        {
            case "GET":
                await Read(context, container, id);
                break;
            case "PUT":
                await Write(context, container, new(OperationKind.Replace, id, await Body(context), Header(context, "If-Match"), AnswersWithBody(context)));
                break;
            case "DELETE":
                await Write(context, container, new(OperationKind.Delete, id, default, Header(context, "If-Match"), AnswerWithBody: false));
                break;
            default:
                throw CosmosError.Unsupported($"{context.Request.Method} of a document");
        }
    }

    public Task ReadFeed(HttpContext context, ContainerDefinition container)
    {
        AssertSupported(context);
        return SendPage(context, container, Query.Everything);
    }

    private Task Read(HttpContext context, ContainerDefinition container, string id)
    {
        var request = Begin(new(CosmosRequestKind.Read, container.Id, Key(context)));
        statistics.CountOperations(1);
        var (json, etag) = store.Find(container, request.PartitionKey!, id) ?? throw CosmosError.NotFound($"document '{id}'");
        return context.Request.Headers.IfNoneMatch == etag ? Reply.Send(context, 304, null, etag) : Reply.Send(context, 200, json, etag);
    }

    private async Task Write(HttpContext context, ContainerDefinition container, Operation operation)
    {
        if (context.Request.Headers.IfNoneMatch.Count > 0) throw CosmosError.Unsupported("If-None-Match with a write");

        var request = Begin(new(CosmosRequestKind.Write, container.Id, Key(context)));
        statistics.CountOperations(1);
        var result = (await store.Apply(container, request.PartitionKey!, [operation]))[0];
        if (result.Succeeded && faults.DropsAnswer(request)) context.Abort();
        else await Reply.Send(context, result.Status, result.Body ?? [], result.ETag, result.SubStatus);
    }

    private async Task Batch(HttpContext context, ContainerDefinition container, byte[] body)
    {
        if (!Is(context, "x-ms-cosmos-batch-atomic")) throw CosmosError.Unsupported("bulk execution");

        var request = Begin(new(CosmosRequestKind.Batch, container.Id, Key(context)));
        if (body.Length > Document.MaxBytes) throw CosmosError.TooLarge();

        var operations = await BatchBody.Read(body);
        if (operations.Count > MaxOperations) throw CosmosError.BadRequest($"Batch request has more operations than what is supported: {operations.Count}, not {MaxOperations}.");

        statistics.CountOperations(operations.Count);
        var results = faults.FindsFull(request)
            ? [OperationResult.Of(CosmosError.Full()), .. operations.Skip(1).Select(_ => OperationResult.Aborted)]
            : await store.Apply(container, request.PartitionKey!, operations);
        var succeeded = results.All(result => result.Succeeded);
        if (succeeded && faults.DropsAnswer(request)) context.Abort();
        else await Reply.Send(context, succeeded ? 200 : 207, await BatchBody.Write(results), type: "application/octet-stream");
    }

    private Task SendPage(HttpContext context, ContainerDefinition container, Query query)
    {
        var request = Begin(new(CosmosRequestKind.Query, container.Id, context.Request.Headers.ContainsKey("x-ms-documentdb-partitionkey") ? Key(context) : null));
        statistics.CountOperations(1);
        var size = int.TryParse(Header(context, "x-ms-max-item-count"), CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : DefaultPageSize;
        var page = QueryPage.Run(store, container, request.PartitionKey, query, size, Header(context, "x-ms-continuation"));

        var answer = new ArrayBufferWriter<byte>(256 + page.Documents.Sum(document => document.Length + 1));
        Encoding.UTF8.GetBytes($"{{\"_rid\":\"{container.ResourceId}\",\"Documents\":[", answer);
        for (var i = 0; i < page.Documents.Count; i++)
        {
            if (i > 0) answer.Write(","u8);
            answer.Write(page.Documents[i]);
        }

        Encoding.UTF8.GetBytes($"],\"_count\":{page.Documents.Count}}}", answer);
        context.Response.Headers["x-ms-item-count"] = $"{page.Documents.Count}";
        if (page.Continuation is not null) context.Response.Headers["x-ms-continuation"] = page.Continuation;
        return Reply.Send(context, 200, answer.WrittenMemory);
    }

    private CosmosRequest Begin(CosmosRequest request)
    {
        statistics.CountRequest();
        try
        {
            faults.BeforeRequest(request);
        }
        catch (CosmosError e) when (e.Status == StatusCodes.Status429TooManyRequests)
        {
            statistics.CountThrottled();
            throw;
        }

        return request;
    }

    private static void AssertSupported(HttpContext context)
    {
        foreach (var header in UnsupportedHeaders)
            if (context.Request.Headers.ContainsKey(header)) throw CosmosError.Unsupported($"the header {header}");
    }

    private static async Task<byte[]> Body(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBodyBytes)
        {
            // Read to its end all the same: a client that is still sending would never see the answer.
            await context.Request.Body.CopyToAsync(Stream.Null);
            throw CosmosError.TooLarge();
        }

        using var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        await context.Request.Body.CopyToAsync(body);
        return body.Capacity == body.Length ? body.GetBuffer() : body.ToArray();
    }

    private static string Key(HttpContext context) =>
        Document.KeyOf(Header(context, "x-ms-documentdb-partitionkey") ?? throw CosmosError.BadRequest("The partition key header is missing."));

    private static bool AnswersWithBody(HttpContext context) => Header(context, "Prefer") != "return=minimal";

    private static bool Is(HttpContext context, string header) => string.Equals(Header(context, header), "true", StringComparison.OrdinalIgnoreCase);

    private static string? Header(HttpContext context, string name) => context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
