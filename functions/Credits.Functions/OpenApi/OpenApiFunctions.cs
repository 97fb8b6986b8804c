using System.Reflection;
using Credits.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.OpenApi;

/// <summary>Describes the API, to programs and to people.</summary>
public static class OpenApiFunctions
{
    private static readonly ReadOnlyMemory<byte> Document = Resource("openapi.json");
    private static readonly ReadOnlyMemory<byte> Page = Resource("docs.html");

    /// <summary>The OpenAPI document.</summary>
    [Function("GetOpenApi")]
    [Public]
    public static IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/openapi.json")] HttpRequest request) =>
        new Answer(StatusCodes.Status200OK, "application/json", Document);

    /// <summary>A page that shows the document; it loads nothing from elsewhere.</summary>
    [Function("GetDocs")]
    [Public]
    public static IResult Docs([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/docs")] HttpRequest request) =>
        new Answer(StatusCodes.Status200OK, "text/html; charset=utf-8", Page)
            .With("Content-Security-Policy", "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'")
            .With("X-Content-Type-Options", "nosniff");

    private static byte[] Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Credits.Functions.OpenApi.{name}")
            ?? throw new InvalidOperationException($"The app was built without {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
