using System.Reflection;
using System.Text.RegularExpressions;
using Credits.Functions.Http;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Docs;

/// <summary>The table of problems in docs/api.md against the code and the described API.</summary>
public sealed partial class ProblemTableTests
{
    private static readonly ILookup<string, string> Told = Row().Matches(new Document("docs/api.md").Text).ToLookup(match => match.Groups[1].Value, match => match.Groups[2].Value);

    [Fact]
    public void Has_each_type_of_problem_once() =>
        Told.SelectMany(row => row, (row, _) => row.Key).ShouldBe(typeof(ProblemTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!), ignoreOrder: true);

    [Fact]
    public void Has_each_status_that_the_described_API_shows_for_a_type()
    {
        var shown = Example().Matches(File.ReadAllText(Path.Combine(Document.Root, "functions/Credits.Functions/OpenApi/openapi.json"))).Select(match => (Type: match.Groups[1].Value, Status: match.Groups[2].Value)).ToList();

        shown.Count.ShouldBeGreaterThan(20);
        shown.Where(example => !Told[example.Type].Single().Split(", ").Contains(example.Status)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"^\| `(/problems/[a-z-]+)` \| ([0-9, ]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"""type"": ""(/problems/[a-z-]+)"",\s*""title"": ""[^""]*"",\s*""status"": (\d+)")]
    private static partial Regex Example();
}
