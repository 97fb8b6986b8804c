using Credits.Periods;
using Credits.Rating;

namespace Credits.Tests.Rating;

public sealed class Rounding_should
{
    [Theory]
    [InlineData(RoundingMode.HalfEven, "0.25", "0.2")]
    [InlineData(RoundingMode.HalfEven, "0.35", "0.4")]
    [InlineData(RoundingMode.HalfEven, "0.250001", "0.3")]
    [InlineData(RoundingMode.HalfUp, "0.25", "0.3")]
    [InlineData(RoundingMode.HalfUp, "0.249999", "0.2")]
    [InlineData(RoundingMode.Up, "0.200001", "0.3")]
    [InlineData(RoundingMode.Up, "0.2", "0.2")]
    [InlineData(RoundingMode.Up, "0", "0")]
    [InlineData(RoundingMode.Down, "0.299999", "0.2")]
    public void Make_a_charge_a_multiple_of_its_step(RoundingMode mode, string exact, string rounded) =>
        Price(new(mode, Credits.Of(0.1m)), exact).ToString().ShouldBe(rounded);

    // 1 credit per million units: a single unit is a millionth, a hundredth of one is finer than any amount.
    [Fact]
    public void Never_lose_a_trace_of_usage_on_the_way_up()
    {
        var rate = Given.Rate("llm.call", new Component("n", Credits.Of(1), Per: 1_000_000)) with { Rounding = new(RoundingMode.Up, Credits.Of(1)) };

        Pricing.TryPrice(Given.Event("""{"n":0.01}"""), new(Given.Card(rate)), PeriodCounters.None, out var charge, out _).ShouldBeTrue();

        charge.ShouldNotBeNull().Amount.ShouldBe(Credits.Of(1));
    }

    [Fact]
    public void Be_off_by_less_than_a_step() =>
        Gen.Select(Gen.Enum<RoundingMode>(), Gen.Long[1, 5_000_000], Gen.Long[0, 50_000_000]).Sample((mode, step, exact) =>
        {
            var rounded = Price(new(mode, Credits.FromMillionths(step)), Credits.FromMillionths(exact).ToString()).Millionths;

            (rounded % step).ShouldBe(0);
            Math.Abs(rounded - exact).ShouldBeLessThan(step);
            if (mode == RoundingMode.Up) rounded.ShouldBeGreaterThanOrEqualTo(exact);
            if (mode == RoundingMode.Down) rounded.ShouldBeLessThanOrEqualTo(exact);
        });

    private static Credits Price(Rounding rounding, string quantity)
    {
        var rate = Given.Rate("llm.call", new Component("n", Credits.Of(1))) with { Rounding = rounding };
        Pricing.TryPrice(Given.Event($$"""{"n":{{quantity}}}"""), new(Given.Card(rate)), PeriodCounters.None, out var charge, out var refusal).ShouldBeTrue(refusal?.Detail);
        return charge.ShouldNotBeNull().Amount;
    }
}
