using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using static Credits.Functions.OpenApi.Html;
using static Credits.Functions.OpenApi.SchemaHtml;

namespace Credits.Functions.OpenApi;

/// <summary>The OpenAPI document as one page to read: no script, and nothing from elsewhere.</summary>
internal static class DocsPage
{
    private static readonly string Style = Encoding.UTF8.GetString(Resource.Bytes("docs.css"));

    /// <summary>The page.</summary>
    public static ReadOnlyMemory<byte> Html { get; } = Encoding.UTF8.GetBytes("<!doctype html>" + Page().ToString(SaveOptions.DisableFormatting));

    /// <summary>Lets a browser apply the page's own style, and do nothing else.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static XElement Page()
    {
        var root = OpenApiDocument.Root;
        var info = root["info"]!;
        var title = Text(info, "title")!;
        var schemas = root["components"]!["schemas"]!.AsObject();
        return Element("html", new XAttribute("lang", "en"),
            Element("head",
                Element("meta", new XAttribute("charset", "utf-8")),
                Element("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                Element("title", $"{title} API"),
                Element("style", Style)),
            Element("body",
                Element("nav",
                    root["tags"]!.AsArray().Select(tag => Contents(Text(tag!, "name")!, Of(tag!).Select(operation => operation.Entry()))),
                    Contents("Schemas", schemas.Select(schema => Element("li", Link($"#{AnchorOf(schema.Key)}", schema.Key))))),
                Element("main",
                    Element("h1", $"{title} API"),
                    Paragraphs(Text(info, "description")),
                    Element("p", "All paths begin with ", Code(Text(root["servers"]![0]!, "url")!), ". Programs read ", Link("openapi.json", "the same as OpenAPI"), "."),
                    Element("p", "Send an API key as ", Code("Authorization: Bearer KEY"), " or ", Code("X-Api-Key: KEY"), ". Each operation names the ", Link($"#{AnchorOf("Scope")}", "scope"), " it needs."),
                    root["tags"]!.AsArray().Select(tag => Chapter(tag!)),
                    Element("h2", "Schemas"),
                    schemas.Select(schema => SchemaHtml.Section(schema.Key, schema.Value!.AsObject())))));
    }

    private static IEnumerable<Operation> Of(JsonNode tag) => Operation.All.Where(operation => operation.Tag == Text(tag, "name"));

    private static IEnumerable<XElement> Contents(string heading, IEnumerable<XElement> entries) => [Element("h2", heading), Element("ul", entries)];

    private static IEnumerable<XElement> Chapter(JsonNode tag) =>
        [Element("h2", Text(tag, "name")), .. Paragraphs(Text(tag, "description")), .. Of(tag).Select(operation => operation.Section())];
}
