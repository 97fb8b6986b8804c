using System.Reflection;
using System.Text.Json.Nodes;
using Credits.Functions.Http;
using Credits.Functions.OpenApi;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Tests.OpenApi;

/// <summary>The API twice: as the functions are, and as openapi.json says.</summary>
internal static class DescribedApi
{
    /// <summary>Each HTTP function's method and path, with the scope it asks for.</summary>
    public static Dictionary<string, string?> Functions { get; } = (
        from type in typeof(OpenApiFunctions).Assembly.GetTypes()
        from function in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        from trigger in function.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
        where trigger is not null
        from method in trigger.Methods!
        select (Call: $"{method.ToUpperInvariant()} {trigger.Route}", function.GetCustomAttribute<RequiresScopeAttribute>()?.Scope))
        .ToDictionary(function => function.Call, function => (string?)function.Scope);

    /// <summary>The calls that read the query of their URL.</summary>
    public static IEnumerable<string> WithParameters { get; } = [..
        from type in typeof(OpenApiFunctions).Assembly.GetTypes()
        from function in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where function.IsDefined(typeof(TakesParametersAttribute))
        from trigger in function.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
        where trigger is not null
        from method in trigger.Methods!
        select $"{method.ToUpperInvariant()} {trigger.Route}"];

    public static JsonObject Document { get; } = JsonNode.Parse(OpenApiDocument.Json.Span)!.AsObject();

    public static JsonObject Schemas { get; } = Document["components"]!["schemas"]!.AsObject();

    /// <summary>Every node of the document, with its JSON path.</summary>
    public static IEnumerable<JsonNode> AllNodes => Below(Document);

    /// <summary>The constants of a schema that lists them with their meaning.</summary>
    public static IEnumerable<string> Constants(string schema) => Schemas[schema]!["oneOf"]!.AsArray().Select(choice => choice!["const"]!.GetValue<string>());

    private static IEnumerable<JsonNode> Below(JsonNode? node) => node switch
    {
        null => [],
        JsonObject members => members.SelectMany(member => Below(member.Value)).Prepend(node),
        JsonArray items => items.SelectMany(Below).Prepend(node),
        _ => [node],
    };
}
