using System.Text.Json.Nodes;

namespace Credits.Functions.OpenApi;

/// <summary>The API's description, written by hand and kept true by tests.</summary>
internal static class OpenApiDocument
{
    /// <summary>The document as written.</summary>
    public static ReadOnlyMemory<byte> Json { get; } = Resource.Bytes("openapi.json");

    /// <summary>The document to look into.</summary>
    public static JsonObject Root { get; } = JsonNode.Parse(Json.Span)!.AsObject();

    /// <summary>What a node stands for: itself, or what its <c>$ref</c> names within this document.</summary>
    public static JsonObject Resolve(JsonNode node)
    {
        if (node["$ref"] is not { } reference) return node.AsObject();

        JsonNode? target = Root;
        foreach (var name in reference.GetValue<string>().Split('/').Skip(1)) target = target?[name];
        return target?.AsObject() ?? throw new InvalidOperationException($"openapi.json has no {reference}.");
    }
}
