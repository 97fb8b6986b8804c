using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using static Credits.Functions.OpenApi.Html;

namespace Credits.Functions.OpenApi;

/// <summary>Schemas, and values that follow them, as HTML.</summary>
internal static class SchemaHtml
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Keyword, string Label)[] Bounds =
    [
        ("minimum", "from"), ("exclusiveMinimum", "above"), ("maximum", "to"), ("multipleOf", "in steps of"),
        ("minLength", "characters from"), ("maxLength", "characters to"), ("minItems", "items from"), ("maxItems", "items to"),
        ("default", "default"),
    ];

    /// <summary>The place on the page where a component schema is explained.</summary>
    public static string AnchorOf(string schema) => $"schema-{schema}";

    /// <summary>A schema in its own section.</summary>
    public static XElement Section(string name, JsonObject schema) =>
        Element("section", Id(AnchorOf(name)), Class("schema"),
            Element("h3", name),
            Paragraphs(Text(schema, "description")),
            schema["properties"] is JsonObject properties ? Properties(properties, RequiredOf(schema))
            : Choices(schema) is { } choices ? choices
            : Element("p", Kind(schema), Limits(schema)));

    /// <summary>What kind of value a schema asks for, in a few words.</summary>
    public static IEnumerable<object> Kind(JsonNode? schema) => schema switch
    {
        null => [],
        JsonObject node when node["$ref"] is { } reference => [LinkTo(reference.GetValue<string>())],
        JsonObject node when node["const"] is { } constant => [Code(constant.ToString())],
        JsonObject node when node["enum"] is JsonArray values => Listed(values.Select(value => (object)Code(value!.ToString()))),
        JsonObject node when node["oneOf"] is JsonArray kinds && node["properties"] is null => Listed(kinds.SelectMany(Kind)),
        JsonObject node when Text(node, "type") == "array" => Kind(node["items"]).Prepend("list of "),
        JsonObject node when node["additionalProperties"] is JsonObject values => Kind(values).Prepend("object of "),
        JsonObject node => [Text(node, "type") ?? "anything"],
        _ => [schema.ToString()],
    };

    /// <summary>An example in a box.</summary>
    public static XElement Example(JsonNode value) => Element("pre", Code(value.ToJsonString(Readable)));

    public static string? Text(JsonNode node, string name) => node[name]?.GetValue<string>();

    private static XElement Properties(JsonObject properties, HashSet<string> required) =>
        Element("table", properties.Select(property => Element("tr",
            Element("th", Code(property.Key), required.Contains(property.Key) ? null : Element("small", "optional")),
            Element("td", Class("kind"), Kind(property.Value), Limits(property.Value!.AsObject())),
            Element("td", Inline(DescriptionOf(property.Value!))))));

    // A list of constants, each with its meaning.
    private static XElement? Choices(JsonObject schema) =>
        schema["oneOf"] is JsonArray choices && choices.All(choice => choice!["const"] is not null)
            ? Element("table", choices.Select(choice => Element("tr", Element("th", Code(Text(choice!, "const")!)), Element("td", Inline(Text(choice!, "description"))))))
            : null;

    private static XElement? Limits(JsonObject schema)
    {
        var bounds = Bounds.Where(bound => schema[bound.Keyword] is not null).Select(bound => $"{bound.Label} {schema[bound.Keyword]}");
        var text = string.Join(", ", bounds.Concat(Text(schema, "pattern") is { } pattern ? [$"matches {pattern}"] : []));
        return text.Length == 0 ? null : Element("small", text);
    }

    private static string? DescriptionOf(JsonNode schema) =>
        Text(schema, "description") ?? (schema["$ref"] is null ? null : Text(OpenApiDocument.Resolve(schema), "description"));

    private static HashSet<string> RequiredOf(JsonObject schema) =>
        [.. (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>())];

    private static XElement LinkTo(string reference)
    {
        var name = reference[(reference.LastIndexOf('/') + 1)..];
        return Link($"#{AnchorOf(name)}", name);
    }

    private static IEnumerable<object> Listed(IEnumerable<object> items) => items.SelectMany((item, i) => i == 0 ? new[] { item } : [" or ", item]);
}
