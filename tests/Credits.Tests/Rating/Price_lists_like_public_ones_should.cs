using System.Collections.Immutable;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Tests.Rating;

/// <summary>Worked examples, as a pricing manager would write them; docs/pricing.md shows the same ones as JSON.</summary>
public sealed class Price_lists_like_public_ones_should
{
    // A large language model: 3 credits a million input tokens, 0.3 where they were cached, 15 a million output tokens; the small model a twelfth.
    [Theory]
    [InlineData("large", 1_200, 0, 300, "0.0081")]
    [InlineData("large", 200, 1_000, 300, "0.0054")]
    [InlineData("small", 1_200, 0, 300, "0.000675")]
    [InlineData("small", 2_000_000, 0, 0, "0.5")]
    public void Price_a_language_model_by_model_and_kind_of_token(string model, int input, int cached, int output, string credits)
    {
        static Rate Model(string name, decimal input, decimal cached, decimal output) => Given.Rate(
            "llm.chat",
            new Component("inputTokens", Credits.Of(input), Per: 1_000_000), new("cachedTokens", Credits.Of(cached), Per: 1_000_000), new("outputTokens", Credits.Of(output), Per: 1_000_000))
            with
        { Conditions = [Condition.EqualTo("model", name)] };

        Charges(
            [Model("large", 3, 0.3m, 15), Model("small", 0.25m, 0.025m, 1.25m)], "llm.chat",
            [$$"""{"model":"{{model}}","inputTokens":{{input}},"cachedTokens":{{cached}},"outputTokens":{{output}}}"""]).ShouldBe([credits]);
    }

    // A plan takes a tenth off, and one customer on it another fifth off that.
    [Fact]
    public void Price_a_language_model_for_a_plan_and_for_a_customer_on_it()
    {
        var card = Given.Card(Given.Rate("llm.chat", new Component("inputTokens", Credits.Of(3), Per: 1_000_000), new Component("outputTokens", Credits.Of(15), Per: 1_000_000)));
        var plan = new Tariff(card) { PlanOverrides = [RateOverride.Multiply("llm.chat", new(900_000))] };

        Cost(plan).ShouldBe("0.00729");
        Cost(plan with { Overrides = [RateOverride.Multiply("llm.chat", new(800_000))] }).ShouldBe("0.005832");

        static string Cost(Tariff tariff)
        {
            Pricing.TryPrice(Given.Event("""{"inputTokens":1200,"outputTokens":300}""", "llm.chat"), tariff, PeriodCounters.None, out var charge, out _).ShouldBeTrue();
            return charge.ShouldNotBeNull().Amount.ToString();
        }
    }

    // An image up to 512 pixels costs 2 credits, up to 1,024 pixels 5, larger ones 9.
    [Fact]
    public void Price_an_image_by_its_size()
    {
        static Rate Size(decimal? from, decimal? below, decimal credits) =>
            Given.Rate("image", new Component(null, Credits.Of(credits))) with { Conditions = [Condition.Between("width", from, below)] };

        Charges(
            [Size(null, 513, 2), Size(513, 1_025, 5), Size(1_025, null, 9)], "image",
            ["""{"width":512}""", """{"width":512.5}""", """{"width":1024}""", """{"width":1025}"""]).ShouldBe(["2", "2", "5", "9"]);
    }

    // A minute of video costs 5 credits, by the second, at least 1.
    [Fact]
    public void Price_video_by_the_minute() =>
        Charges(
            [Given.Rate("video", new Component("seconds", Credits.Of(5), Per: 60)) with { Minimum = Credits.Of(1) }], "video",
            ["""{"seconds":60}""", """{"seconds":90}""", """{"seconds":3}"""]).ShouldBe(["5", "7.5", "1"]);

    // 100 checked addresses cost a credit; a list is rounded up to whole credits.
    [Fact]
    public void Price_a_hundred_email_checks_a_credit() =>
        Charges(
            [Given.Rate("email.check", new Component("addresses", Credits.Of(1), Per: 100)) with { Rounding = new(RoundingMode.Up, Credits.Of(1)) }], "email.check",
            ["""{"addresses":100}""", """{"addresses":101}""", """{"addresses":1}"""]).ShouldBe(["1", "2", "1"]);

    // The first 1,000 calls of a month are free, the next 9,000 cost a credit each, everything beyond half a credit.
    [Fact]
    public void Price_an_API_by_graduated_tiers()
    {
        var calls = new Component("calls", Credits.Zero)
        {
            Tiers = [new(Given.Units(1_000), Credits.Zero), new(Given.Units(10_000), Credits.Of(1)), new(null, Credits.Of(0.5m))],
        };

        Charges([Given.Rate("api", calls)], "api", ["""{"calls":900}""", """{"calls":200}""", """{"calls":10000}""", """{"calls":4}"""]).ShouldBe(["0", "100", "9450", "2"]);
    }

    // 500 transcribed minutes a month are included, then a minute costs 0.2 credits.
    [Fact]
    public void Price_what_goes_beyond_the_included_units() =>
        Charges(
            [Given.Rate("transcription", new Component("minutes", Credits.Of(0.2m)) { Included = Given.Units(500) })], "transcription",
            ["""{"minutes":480}""", """{"minutes":30}""", """{"minutes":5}"""]).ShouldBe(["0", "2", "1"]);

    // A job costs 2 credits and 0.01 for each row, at most 20.
    [Fact]
    public void Price_a_flat_base_and_rows_with_a_cap() =>
        Charges(
            [Given.Rate("job", new(null, Credits.Of(2)), new("rows", Credits.Of(0.01m))) with { Maximum = Credits.Of(20) }], "job",
            ["""{"rows":100}""", """{"rows":5000}"""]).ShouldBe(["3", "20"]);

    private static IEnumerable<string> Charges(ImmutableArray<Rate> rates, string meter, params IEnumerable<string> events)
    {
        RateCardFaults.Of(new(rates)).ShouldBeEmpty();
        var tariff = new Tariff(Given.Card([.. rates]));
        var counters = PeriodCounters.None;
        foreach (var data in events)
        {
            Pricing.TryPrice(Given.Event(data, meter), tariff, counters, out var charge, out var refusal).ShouldBeTrue(refusal?.Detail);
            counters = charge.ShouldNotBeNull().Counted.Aggregate(counters, (sum, counted) => sum.Plus(counted));
            yield return charge.Amount.ToString();
        }
    }
}
