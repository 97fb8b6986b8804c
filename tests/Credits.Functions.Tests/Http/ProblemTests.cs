using System.Text.Json.Nodes;
using Credits.Functions.Http;
using Credits.Rating;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Http;

public sealed class ProblemTests
{
    [Fact]
    public void Every_fault_is_told() => ErrorsOf(Invalid(1_000)).Count.ShouldBe(1_000);

    [Fact]
    public void Of_more_faults_than_anybody_reads_it_is_told_that_they_are_there()
    {
        var errors = ErrorsOf(Invalid(1_000_000));

        errors.Count.ShouldBe(1_001);
        errors[^1]!["message"]!.GetValue<string>().ShouldBe("There are more faults; mend these first.");
    }

    [Fact]
    public void A_few_faults_stand_in_the_detail() => DetailOf(Invalid(2)).ShouldBe("list[0]: Is wrong. list[1]: Is wrong.");

    [Fact]
    public void Of_many_faults_the_detail_has_a_few() =>
        DetailOf(Invalid(1_000)).ShouldBe(string.Join(' ', Enumerable.Range(0, 10).Select(i => $"list[{i}]: Is wrong.")) + " The others stand in 'errors'.");

    private static JsonNode Invalid(int faults) => JsonNode.Parse(Problem.Invalid([.. Enumerable.Range(0, faults).Select(i => new Fault($"list[{i}]", "Is wrong."))]).Body.Span)!;

    private static JsonArray ErrorsOf(JsonNode problem) => problem["errors"]!.AsArray();

    private static string DetailOf(JsonNode problem) => problem["detail"]!.GetValue<string>();
}
