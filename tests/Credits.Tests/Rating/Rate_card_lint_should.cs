using Credits.Rating;

namespace Credits.Tests.Rating;

public sealed class Rate_card_lint_should
{
    [Fact]
    public void Find_nothing_odd_in_the_documents_example() => RateCardLint.Of(Given.LlmCard().Prices).ShouldBeEmpty();

    [Theory]
    [InlineData("50", 1, null)]
    [InlineData("50.000001", 1, "An event cost 50.000001 credits; choose a bigger unit of credits.")]
    [InlineData("0.01", 1, null)]
    [InlineData("0.009999", 100, "100 events cost 0.009999 credits; choose a smaller unit of credits, or a larger 'per'.")]
    [InlineData("0", 1, "An event cost nothing; is that meant?")]
    public void Warn_of_a_price_that_people_will_not_keep_in_mind(string credits, int per, string? warning) =>
        Warnings(Given.Rate("image", new Component(null, Credits.Of(decimal.Parse(credits)), per)))
            .ShouldBe(warning is null ? [] : [$"rates[0].components[0].credits: {warning}"]);

    [Fact]
    public void Look_at_the_dearest_tier()
    {
        var component = new Component("calls", Credits.Zero) { Tiers = [new(Given.Units(10), Credits.Of(51)), new(null, Credits.Zero)] };

        Warnings(Given.Rate("api", component)).ShouldBe(["rates[0].components[0].credits: 1 of 'calls' cost 51 credits; choose a bigger unit of credits."]);
    }

    [Fact]
    public void Warn_of_a_step_that_is_larger_than_the_price() =>
        Warnings(Given.Rate("image", new Component(null, Credits.Of(0.3m))) with { Rounding = new(RoundingMode.Up, Credits.Of(1)) })
            .ShouldBe(["rates[0].components[0].credits: An event cost 0.3 credits, but each event is rounded to a multiple of 1."]);

    [Fact]
    public void Warn_of_a_meter_that_leaves_events_without_a_price() =>
        Warnings(Given.Rate("image", new Component(null, Credits.Of(1))) with { Conditions = [Condition.EqualTo("size", "large")] })
            .ShouldHaveSingleItem().ShouldStartWith("rates[0].conditions: Meter 'image' has no default rate");

    [Fact]
    public void Say_that_a_volume_price_leaves_the_past_alone()
    {
        var component = new Component("calls", Credits.Zero) { TierMode = TierMode.Volume, Tiers = [new(null, Credits.Of(1))] };

        Warnings(Given.Rate("api", component)).ShouldHaveSingleItem().ShouldStartWith("rates[0].components[0].tierMode: ");
    }

    private static IEnumerable<string> Warnings(Rate rate) => RateCardLint.Of(new([rate])).Select(warning => $"{warning.Path}: {warning.Message}");
}
