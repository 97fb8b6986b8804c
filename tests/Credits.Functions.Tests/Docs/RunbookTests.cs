using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Credits.Functions.Storage;
using Credits.Functions.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Docs;

/// <summary>docs/operations.md against what it tells about.</summary>
public sealed partial class RunbookTests
{
    private static readonly Document Operations = new("docs/operations.md");

    [Fact]
    public async Task Every_alert_rule_has_its_paragraph()
    {
        var rules = await Rules();

        rules.Count.ShouldBeGreaterThan(6);
        rules.Except(Paragraphs()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_paragraph_has_its_alert_rule() => Paragraphs().Except(await Rules()).ShouldBeEmpty();

    [Fact]
    public void Every_table_says_what_is_lost_with_it() => StorageCreation.Tables.Where(table => !Section("What is where").Contains($"`{table}`", StringComparison.Ordinal)).ShouldBeEmpty();

    private static IEnumerable<string> Paragraphs() => Heading().Matches(Section("When an alert rule fires")).Select(match => match.Groups[1].Value);

    private static string Section(string heading) => Operations.Text.Split($"\n## {heading}\n")[1].Split("\n## ")[0];

    // A rule's name follows that of the deployment: a rule of its own has it in the template, those of a list take it from there.
    private static async Task<IReadOnlyList<string>> Rules()
    {
        var modules = (await BicepCompiler.Template)["resources"]!;
        var alerts = (modules is JsonArray list ? list : modules.AsObject().Select(module => module.Value))
            .Select(module => module?["properties"]?["template"]).OfType<JsonObject>()
            .Single(template => template.ToJsonString().Contains("Microsoft.Insights/metricAlerts", StringComparison.Ordinal));
        var resources = alerts["resources"]!;
        return [.. (resources is JsonArray rules ? rules : resources.AsObject().Select(rule => rule.Value))
            .Where(resource => (string)resource!["type"]! is "Microsoft.Insights/metricAlerts" or "Microsoft.Insights/scheduledQueryRules")
            .SelectMany(resource => resource!["copy"] is { } copy
                ? alerts["variables"]![CountOf().Match((string)copy["count"]!).Groups[1].Value]!.AsArray().Select(rule => (string)rule!["name"]!)
                : [NameOf().Match((string)resource["name"]!).Groups[1].Value])];
    }

    [GeneratedRegex(@"^### ([a-z0-9-]+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"length\(variables\('(\w+)'\)\)")]
    private static partial Regex CountOf();

    [GeneratedRegex(@"'\{0\}-([a-z0-9-]+)'")]
    private static partial Regex NameOf();
}
