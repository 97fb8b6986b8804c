using Credits.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.OpenApi;

/// <summary>Describes the API, to programs and to people.</summary>
public static class OpenApiFunctions
{
    /// <summary>The OpenAPI document.</summary>
    [Function("GetOpenApi")]
    [Public]
    public static IResult Document([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/openapi.json")] HttpRequest request) =>
        new Answer(StatusCodes.Status200OK, "application/json", OpenApiDocument.Json);

    /// <summary>The same as a page, which asks nobody for anything.</summary>
    [Function("GetDocs")]
    [Public]
    public static IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/docs")] HttpRequest request) =>
        new Answer(StatusCodes.Status200OK, "text/html; charset=utf-8", DocsPage.Html)
            .With("Content-Security-Policy", DocsPage.ContentSecurityPolicy)
            .With("X-Content-Type-Options", "nosniff")
            .With("Referrer-Policy", "no-referrer");
}
