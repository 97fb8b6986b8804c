using System.Collections.Immutable;
using Credits.Rating;

namespace Credits.Tests.Rating;

public sealed class Rate_card_version_should
{
    private static readonly Rate Default = Rate();
    private static readonly Rate AnyGpt = Rate(Condition.StartsWith("model", "gpt"));
    private static readonly Rate AnyGpt4 = Rate(Condition.StartsWith("model", "gpt-4"));
    private static readonly Rate Gpt4 = Rate(Condition.EqualTo("model", "gpt-4"));
    private static readonly Rate Gpt4InEurope = Rate(Condition.StartsWith("model", "gpt-4"), Condition.In("region", "eu-west", "eu-north"));

    [Theory]
    [InlineData("""{"model":"gpt-4","region":"eu-west"}""", nameof(Gpt4InEurope))]
    [InlineData("""{"model":"gpt-4","region":"us-east"}""", nameof(Gpt4))]
    [InlineData("""{"model":"gpt-4-mini"}""", nameof(AnyGpt4))]
    [InlineData("""{"model":"gpt-3"}""", nameof(AnyGpt))]
    [InlineData("""{"model":"Gpt-4"}""", nameof(Default))]
    [InlineData("""{"region":"eu-west"}""", nameof(Default))]
    [InlineData("""{}""", nameof(Default))]
    public void Choose_the_most_specific_rate_that_the_event_meets(string data, string expected)
    {
        Dictionary<string, Rate> rates = new()
        {
            [nameof(Default)] = Default,
            [nameof(AnyGpt)] = AnyGpt,
            [nameof(Gpt4InEurope)] = Gpt4InEurope,
            [nameof(AnyGpt4)] = AnyGpt4,
            [nameof(Gpt4)] = Gpt4,
        };

        Given.Card([.. rates.Values]).RateFor(Given.Event(data)).ShouldBeSameAs(rates[expected]);
        Given.Card([.. rates.Values.Reverse()]).RateFor(Given.Event(data)).ShouldBeSameAs(rates[expected]);
    }

    [Fact]
    public void Have_no_rate_for_another_meter() => Given.Card(Default).RateFor(Given.Event(meter: "image")).ShouldBeNull();

    [Fact]
    public void Compare_numbers_by_their_digits_and_truth_by_name()
    {
        var card = Given.Card(Rate(Condition.EqualTo("version", "4.50"), Condition.EqualTo("cached", "true")));

        card.RateFor(Given.Event("""{"version":4.50,"cached":true}""")).ShouldNotBeNull();
        card.RateFor(Given.Event("""{"version":4.5,"cached":true}""")).ShouldBeNull();
    }

    [Fact]
    public void Choose_the_same_rate_in_whatever_order_the_rates_were_published() =>
        Gen.Select(AnyRateCard.Rates.Where(rates => RateCardFaults.Of(new(rates)).IsEmpty), AnyRateCard.Event).Sample((rates, usage) =>
            Given.Card([.. rates.Reverse()]).RateFor(usage).ShouldBeSameAs(Given.Card([.. rates]).RateFor(usage)), iter: 1_000);

    private static Rate Rate(params ImmutableArray<Condition> conditions) =>
        Given.Rate("llm.call", new Component(null, Credits.Of(1))) with { Conditions = conditions };
}
