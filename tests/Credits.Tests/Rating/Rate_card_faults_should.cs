using System.Collections.Immutable;
using Credits.Rating;

namespace Credits.Tests.Rating;

public sealed class Rate_card_faults_should
{
    private static readonly Component OneCredit = new(null, Credits.Of(1));
    private static readonly Rate Good = Given.Rate("llm.call", OneCredit);

    [Fact]
    public void Find_nothing_wrong_with_the_documents_example() => RateCardFaults.Of(Given.LlmCard().Prices).ShouldBeEmpty();

    [Fact]
    public void Find_that_there_are_no_rates() => Faults().ShouldBe(["rates: A rate card needs at least one rate."]);

    [Fact]
    public void Find_too_many_rates()
    {
        var rates = Enumerable.Range(0, RateCardFaults.MaxRates + 1).Select(i => Good with { Meter = $"meter {i}" }).ToArray();

        Faults([.. rates[1..]]).ShouldBeEmpty();
        Faults([.. rates]).ShouldBe(["rates: A rate card has at most 500 rates, not 501."]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(129)]
    public void Find_a_meter_that_is_empty_or_too_long(int length) =>
        Faults(Good with { Meter = new('m', length) }).ShouldBe(["rates[0].meter: A meter has 1 to 128 characters."]);

    [Fact]
    public void Find_a_rate_without_a_price() => Faults(Good with { Components = [] }).ShouldBe(["rates[0].components: A rate needs at least one component."]);

    [Fact]
    public void Find_a_negative_price() =>
        Faults(Given.Rate("llm.call", OneCredit, OneCredit with { Credits = Credits.Of(-0.5m) }))
            .ShouldBe(["rates[0].components[1].credits: A price can't be negative, but is -0.5."]);

    [Theory]
    [InlineData(0)]
    [InlineData(-1_000)]
    [InlineData(1_000_000_001)]
    public void Find_a_unit_size_that_is_none(long per) =>
        Faults(Given.Rate("llm.call", OneCredit with { Per = per })).ShouldBe([$"rates[0].components[0].per: A unit size is from 1 to 1000000000, not {per}."]);

    [Fact]
    public void Find_a_quantity_without_a_name() =>
        Faults(Given.Rate("llm.call", OneCredit with { Quantity = "" })).ShouldHaveSingleItem().ShouldStartWith("rates[0].components[0].quantity: ");

    [Fact]
    public void Find_a_condition_on_nothing() =>
        Faults(When(Condition.EqualTo("", "large"))).ShouldHaveSingleItem().ShouldStartWith("rates[0].conditions[0].dimension: ");

    [Fact]
    public void Find_a_prefix_that_everything_starts_with() =>
        Faults(When(Condition.StartsWith("model", ""))).ShouldHaveSingleItem().ShouldStartWith("rates[0].conditions[0].prefix: ");

    [Fact]
    public void Find_a_list_of_no_values() => Faults(When(Condition.In("model"))).ShouldHaveSingleItem().ShouldStartWith("rates[0].conditions[0].in: ");

    [Fact]
    public void Find_two_conditions_on_one_dimension() =>
        Faults(When(Condition.EqualTo("model", "large"), Condition.StartsWith("model", "l")))
            .ShouldBe(["rates[0].conditions[1].dimension: 'model' already has a condition in this rate."]);

    [Fact]
    public void Find_each_further_condition_on_one_dimension_once() =>
        Faults(When([.. Enumerable.Repeat(Condition.EqualTo("model", "large"), 4)]))
            .ShouldBe(Enumerable.Range(1, 3).Select(i => $"rates[0].conditions[{i}].dimension: 'model' already has a condition in this rate."));

    [Fact]
    public void Find_more_components_than_a_rate_may_have_whatever_each_is() =>
        Faults(Good with { Components = [.. Enumerable.Repeat(OneCredit with { Per = 0 }, 21)] }).ShouldBe(["rates[0].components: A rate has at most 20 components, not 21."]);

    [Fact]
    public void Find_two_rates_that_one_event_could_match_alike() =>
        Faults(Good, When(Condition.In("model", "large", "small")), When(Condition.In("model", "small", "tiny")))
            .ShouldBe(["rates[2]: An event of meter 'llm.call' could match this rate and rates[1] alike; make one more specific."]);

    [Fact]
    public void Find_two_default_rates_of_a_meter() => Faults(Good, Good).ShouldHaveSingleItem().ShouldStartWith("rates[1]: ");

    [Fact]
    public void Tell_once_about_a_rate_that_is_ambiguous_with_several() =>
        Faults(Good, Good, Good, Good).Select(fault => fault[..fault.IndexOf(':', StringComparison.Ordinal)]).ShouldBe(["rates[1]", "rates[2]", "rates[3]"]);

    [Fact]
    public void Look_no_further_at_a_list_that_is_far_too_long() =>
        RateCardFaults.Of(new([.. Enumerable.Repeat(Good, 100_000)])).ShouldHaveSingleItem().Path.ShouldBe("rates");

    [Fact]
    public void Allow_equally_specific_rates_that_no_event_can_match_together() =>
        Faults(
            When(Condition.EqualTo("model", "large")),
            When(Condition.EqualTo("model", "small")),
            When(Condition.StartsWith("model", "gpt-4")),
            When(Condition.StartsWith("model", "gpt-5"))).ShouldBeEmpty();

    [Fact]
    public void Find_conditions_on_different_dimensions_that_one_event_can_meet_together() =>
        Faults(When(Condition.EqualTo("model", "large")), When(Condition.EqualTo("region", "eu"))).ShouldHaveSingleItem().ShouldStartWith("rates[1]: ");

    [Fact]
    public void Find_everything_at_once() =>
        Faults(
            Given.Rate("", OneCredit with { Credits = Credits.Of(-1), Per = 0 }),
            Given.Rate("image") with { Conditions = [Condition.StartsWith("", "")] })
        .Select(fault => fault[..fault.IndexOf(':', StringComparison.Ordinal)]).ShouldBe([
            "rates[0].meter",
            "rates[0].components[0].credits",
            "rates[0].components[0].per",
            "rates[1].components",
            "rates[1].conditions[0].dimension",
            "rates[1].conditions[0].prefix",
        ]);

    // Tries every event that could make a difference: each dimension absent or with each value that some condition could tell apart.
    [Fact]
    public void Find_an_ambiguity_just_where_some_event_meets_two_equally_specific_rates() =>
        AnyRateCard.Rates.Sample(rates =>
        {
            var ambiguous = EveryData().Any(data => rates
                .Where(rate => rate.Conditions.All(condition => condition.IsMetBy(data)))
                .GroupBy(rate => (rate.Meter, Specificity.Of(rate)))
                .Any(tied => tied.Count() > 1));

            RateCardFaults.Of(new(rates)).IsEmpty.ShouldBe(!ambiguous);
        }, iter: 2_000);

    private static IEnumerable<global::Credits.Events.EventData> EveryData() =>
        from model in AnyRateCard.Values.Prepend(null)
        from region in AnyRateCard.Values.Prepend(null)
        select Given.Data($$"""{"model":{{Json(model)}},"region":{{Json(region)}}}""");

    private static string Json(string? value) => value is null ? "null" : $"\"{value}\"";

    private static Rate When(params ImmutableArray<Condition> conditions) => Good with { Conditions = conditions };

    private static IEnumerable<string> Faults(params ImmutableArray<Rate> rates) => RateCardFaults.Of(new(rates)).Select(fault => $"{fault.Path}: {fault.Message}");
}
