using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Credits.Checks;
using Credits.Events;
using Credits.Functions.Alerts;
using Credits.Functions.Http;
using Credits.Functions.OpenApi;
using Credits.Functions.Storage.Alerts;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.OpenApi;

public sealed partial class OpenApiDocumentTests
{
    private static readonly string ServerPath = DescribedApi.Document["servers"]![0]!["url"]!.GetValue<string>();

    [Fact]
    public void Every_function_is_described_and_everything_described_is_a_function()
    {
        var described = Operation.All.Select(operation => $"{operation.Method.ToUpperInvariant()} {ServerPath}{operation.Path}");

        described.ShouldBe(DescribedApi.Functions.Keys.Select(call => call.Replace(" ", " /api/", StringComparison.Ordinal)), ignoreOrder: true);
    }

    [Fact]
    public void Every_operation_names_the_scope_that_its_function_asks_for()
    {
        foreach (var operation in Operation.All)
            operation.Scope.ShouldBe(DescribedApi.Functions[$"{operation.Method.ToUpperInvariant()} v1{operation.Path}"], operation.Id);
    }

    [Fact]
    public void Both_ways_to_send_a_key_need_the_same_scope()
    {
        foreach (var operation in Operation.All.Where(operation => operation.Scope is not null))
        {
            operation.Node["security"]!.AsArray().ToDictionary(way => way!.AsObject().Single().Key, way => way!.AsObject().Single().Value![0]!.GetValue<string>())
                .ShouldBe(new Dictionary<string, string> { ["bearer"] = operation.Scope!, ["apiKey"] = operation.Scope! }, operation.Id);
        }
    }

    [Fact]
    public void Every_reference_resolves()
    {
        var references = DescribedApi.AllNodes.OfType<JsonObject>().Where(node => node["$ref"] is JsonValue).ToList();

        references.ShouldNotBeEmpty();
        foreach (var reference in references) OpenApiDocument.Resolve(reference).ShouldNotBeNull();
    }

    [Fact]
    public void Nothing_is_described_that_nothing_refers_to()
    {
        var used = DescribedApi.AllNodes.OfType<JsonObject>().Select(node => node["$ref"]).OfType<JsonValue>().Select(reference => reference.GetValue<string>()).ToHashSet();
        var described = DescribedApi.Document["components"]!.AsObject().Where(kind => kind.Key != "securitySchemes")
            .SelectMany(kind => kind.Value!.AsObject().Select(component => $"#/components/{kind.Key}/{component.Key}"));

        described.Where(component => !used.Contains(component)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_parameter_of_a_path_is_described()
    {
        foreach (var operation in Operation.All)
        {
            var described = (operation.PathItem["parameters"] as JsonArray ?? []).Select(parameter => OpenApiDocument.Resolve(parameter!)["name"]!.GetValue<string>());
            described.ShouldBe(PathParameter().Matches(operation.Path).Select(match => match.Groups[1].Value), operation.Id);
        }
    }

    [Fact]
    public void Every_operation_whose_URL_has_a_query_is_a_function_that_reads_it()
    {
        var described = Operation.All.Where(operation => (operation.Node["parameters"] as JsonArray ?? []).Any(parameter => (string?)OpenApiDocument.Resolve(parameter!)["in"] == "query"));

        described.Select(operation => $"{operation.Method.ToUpperInvariant()} v1{operation.Path}").ShouldBe(DescribedApi.WithParameters, ignoreOrder: true);
    }

    [Fact]
    public void Operation_ids_are_unique_and_every_tag_is_explained()
    {
        var tags = DescribedApi.Document["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>());

        Operation.All.Select(operation => operation.Id).ShouldBeUnique();
        Operation.All.Select(operation => operation.Tag).Distinct().ShouldBe(tags, ignoreOrder: true);
    }

    [Fact]
    public void Scopes_problem_types_codes_reasons_and_types_of_alerts_are_those_of_the_code()
    {
        DescribedApi.Constants("Scope").ShouldBe(Scopes.All, ignoreOrder: true);
        DescribedApi.Constants("ProblemType").ShouldBe(ConstantsOf(typeof(ProblemTypes)), ignoreOrder: true);
        DescribedApi.Constants("RefusalCode").ShouldBe(ConstantsOf(typeof(RefusalCodes)), ignoreOrder: true);
        DescribedApi.Constants("CheckReason").ShouldBe(ConstantsOf(typeof(CheckReasons)), ignoreOrder: true);
        DescribedApi.Constants("AlertType").ShouldBe(ConstantsOf(typeof(AlertTypes)), ignoreOrder: true);
        DescribedApi.Constants("AlertType").ShouldBe(AlertTypes.All, ignoreOrder: true);
        DescribedApi.Constants("DisableReason").ShouldBe(ConstantsOf(typeof(DisableReasons)), ignoreOrder: true);
        DescribedApi.Constants("DeliveryReason").ShouldBe(ConstantsOf(typeof(DeliveryReasons)), ignoreOrder: true);
    }

    [Fact]
    public void Every_operation_with_a_scope_tells_what_a_missing_key_and_a_failing_store_are_answered_with()
    {
        foreach (var operation in Operation.All.Where(operation => operation.Scope is not null))
            foreach (var status in (string[])["401", "403", "500", "503"])
                operation.Node["responses"]![status].ShouldNotBeNull($"{operation.Id} lacks {status}");
    }

    private static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();
}
