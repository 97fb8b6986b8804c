using System.Text.Json.Nodes;
using System.Xml.Linq;
using static Credits.Functions.OpenApi.Html;
using static Credits.Functions.OpenApi.SchemaHtml;

namespace Credits.Functions.OpenApi;

/// <summary>One operation of the API: a method on a path.</summary>
internal sealed record Operation(string Path, string Method, JsonObject PathItem, JsonObject Node)
{
    /// <summary>Every operation, in the document's order.</summary>
    public static IEnumerable<Operation> All { get; } =
    [
        .. from path in OpenApiDocument.Root["paths"]!.AsObject()
           from member in path.Value!.AsObject()
           where member.Key is "get" or "put" or "post" or "delete"
           select new Operation(path.Key, member.Key, path.Value!.AsObject(), member.Value!.AsObject()),
    ];

    public string Id => Text(Node, "operationId")!;

    public string Tag => Node["tags"]![0]!.GetValue<string>();

    /// <summary>The scope a caller needs; null when anybody may call.</summary>
    public string? Scope => Node["security"] is JsonArray { Count: > 0 } security ? security[0]!.AsObject().First().Value![0]!.GetValue<string>() : null;

    /// <summary>Its line in the table of contents.</summary>
    public XElement Entry() => Element("li", Link($"#{Id}", Text(Node, "summary")!));

    /// <summary>All about it.</summary>
    public XElement Section() =>
        Element("section", Html.Id(Id), Class("operation"),
            Element("h3", Text(Node, "summary")),
            Element("p", Class("route"), Element("span", Class($"method {Method}"), Method.ToUpperInvariant()), Code(Path),
                Element("span", Class("scope"), Scope is null ? "public" : Code(Scope))),
            Paragraphs(Text(Node, "description")),
            Parameters(),
            Node["requestBody"] is { } body ? Body(body) : null,
            Element("h4", "Answers"),
            Node["responses"]!.AsObject().Select(response => Response(response.Key, OpenApiDocument.Resolve(response.Value!))));

    private IEnumerable<XElement> Parameters()
    {
        var all = (PathItem["parameters"] as JsonArray ?? []).Concat(Node["parameters"] as JsonArray ?? []).Select(parameter => OpenApiDocument.Resolve(parameter!)).ToList();
        return all.Count == 0 ? [] :
        [
            Element("h4", "Parameters"),
            Element("table", all.Select(parameter => Element("tr",
                Element("th", Code(Text(parameter, "name")!), Element("small", Text(parameter, "in"))),
                Element("td", Class("kind"), Kind(parameter["schema"]), parameter["schema"]!["default"] is { } value ? Element("small", $"default {value}") : null),
                Element("td", Inline(Text(parameter, "description")))))),
        ];
    }

    private static IEnumerable<XElement> Body(JsonNode body) =>
    [
        Element("h4", body["required"]!.GetValue<bool>() ? "Body" : "Body, which may be left out"),
        .. body["content"]!.AsObject().SelectMany(content => Content(content.Key, content.Value!)),
    ];

    private static XElement Response(string status, JsonObject response) =>
        Element("details", Class(status[0] == '2' ? "good" : "refusal"), status[0] == '2' ? new XAttribute("open", "") : null,
            Element("summary", Element("b", status), " ", Inline(Text(response, "description"))),
            (response["headers"] as JsonObject ?? []).Select(header => Element("p", "Header ", Code(header.Key), ": ", Inline(Text(OpenApiDocument.Resolve(header.Value!), "description")))),
            (response["content"] as JsonObject ?? []).SelectMany(content => Content(content.Key, content.Value!)));

    private static IEnumerable<XElement> Content(string type, JsonNode content) =>
    [
        Element("p", Code(type), " ", Kind(content["schema"])),
        .. content["example"] is { } example ? new[] { Example(example) } : [],
    ];
}
