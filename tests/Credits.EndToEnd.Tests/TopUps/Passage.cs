using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Credits.EndToEnd.Tests.TopUps;

/// <summary>A request on its way over a <see cref="Drawbridge"/>.</summary>
/// <param name="Name">What it is, whosever: the road, the method and the resource without ids.</param>
/// <param name="Text">All of it that may name whose it is.</param>
/// <param name="Changes">Whether it changes anything.</param>
internal sealed partial record Passage(string Name, string Text, bool Changes)
{
    private const string PartitionKey = "x-ms-documentdb-partitionkey";
    private const string Query = "x-ms-documentdb-isquery";
    private const string Plan = "x-ms-cosmos-is-query-plan-request";

    public static Passage Of(string road, HttpRequest request, byte[] body)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var text = Encoding.UTF8.GetString(body);
        var asks = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Headers.ContainsKey(Query) || request.Headers.ContainsKey(Plan);
        return new(
            $"{road}: {(asks ? HttpMethods.Get : request.Method)} {TypeOf(text) ?? ResourceOf(request.Path.Value!)}",
            string.Join('\n', target, request.Headers[PartitionKey], Uri.UnescapeDataString(text), MessageIn(text)), !asks);
    }

    // A webhook says what it is about.
    private static string? TypeOf(string body) => body.StartsWith('{') && JsonNode.Parse(body)!["type"] is JsonValue type ? type.GetValue<string>() : null;

    private static string ResourceOf(string path) => string.Join('/', Key().Replace(path, "").Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Where(segment => segment is not ("v1" or "devstoreaccount1" or "dbs" or "colls")).Select(segment => Id().IsMatch(segment) ? "*" : segment));

    private static string MessageIn(string body) =>
        body.Contains("<QueueMessage>", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Convert.FromBase64String(XElement.Parse(body.TrimStart('\uFEFF')).Element("MessageText")!.Value)) : "";

    [GeneratedRegex(@"\(.*\)")]
    private static partial Regex Key();

    [GeneratedRegex("^[a-z]+_[0-9a-f]{24}$")]
    private static partial Regex Id();
}
