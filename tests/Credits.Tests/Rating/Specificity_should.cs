using System.Collections.Immutable;
using Credits.Rating;

namespace Credits.Tests.Rating;

public sealed class Specificity_should
{
    [Fact]
    public void Rank_more_conditions_then_more_exact_ones_then_longer_prefixes()
    {
        Specificity[] fromNarrowToWide = [
            Of(Condition.EqualTo("model", "gpt-4"), Condition.EqualTo("region", "eu")),
            Of(Condition.EqualTo("model", "gpt-4"), Condition.StartsWith("region", "eu-west")),
            Of(Condition.StartsWith("model", "gpt-4"), Condition.StartsWith("region", "eu")),
            Of(Condition.EqualTo("model", "gpt-4")),
            Of(Condition.StartsWith("model", "gpt-4")),
            Of(Condition.StartsWith("model", "gpt")),
            Of(),
        ];

        fromNarrowToWide.Reverse().OrderDescending().ShouldBe(fromNarrowToWide);
    }

    [Fact]
    public void Take_a_list_of_values_for_as_exact_as_one() =>
        Of(Condition.In("model", "large", "small")).ShouldBe(Of(Condition.EqualTo("model", "large")));

    private static Specificity Of(params ImmutableArray<Condition> conditions) => Specificity.Of(Given.Rate("llm.call") with { Conditions = conditions });
}
