using System.Collections.Immutable;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Tests.Rating;

public sealed class Rate_overrides_should
{
    private static readonly RateCardVersion TenEach = Given.Card(Given.Rate("image", new Component(null, Credits.Of(10))));

    [Fact]
    public void Multiply_whatever_the_rate_charges() => Price(account: [Times(0.8m)]).ShouldBe(Credits.Of(8));

    [Fact]
    public void Put_another_rate_in_the_cards_place() => Price(account: [Instead(3)]).ShouldBe(Credits.Of(3));

    [Fact]
    public void Price_a_meter_that_the_card_does_not_know()
    {
        var own = RateOverride.Replace(Given.Rate("video", new Component(null, Credits.Of(7))));

        Pricing.TryPrice(Given.Event(meter: "video"), new(TenEach) { Overrides = [own] }, PeriodCounters.None, out var charge, out _).ShouldBeTrue();

        charge.ShouldNotBeNull().Amount.ShouldBe(Credits.Of(7));
    }

    [Fact]
    public void Multiply_also_the_rate_that_took_the_cards_place() => Price(account: [Instead(5), Times(0.5m)]).ShouldBe(Credits.Of(2.5m));

    [Fact]
    public void Take_the_accounts_rate_before_the_plans_and_the_plans_before_the_cards()
    {
        Price(plan: [Instead(5)]).ShouldBe(Credits.Of(5));
        Price(plan: [Instead(5)], account: [Instead(3)]).ShouldBe(Credits.Of(3));
    }

    [Fact]
    public void Apply_the_plans_factor_and_then_the_accounts() => Price(plan: [Times(0.8m)], account: [Times(0.5m)]).ShouldBe(Credits.Of(4));

    // 0.000001 × 0.5 rounds to 0 before it is doubled again; the other way round it would be 0.000001.
    [Fact]
    public void Round_after_each_factor() => Price(plan: [Instead(0.000001m), Times(0.5m)], account: [Times(2)]).ShouldBe(Credits.Zero);

    [Fact]
    public void Compose_in_the_stated_order() =>
        Gen.Select(AnyPrice, AnyPrice, AnyFactor, AnyFactor).Sample((plansRate, ownRate, plansFactor, ownFactor) =>
        {
            var expected = ownRate ?? plansRate ?? 10;
            foreach (var factor in new[] { plansFactor, ownFactor }) expected = Math.Round(expected * (factor ?? 1), 6, MidpointRounding.ToEven);

            Price(plan: Both(plansRate, plansFactor), account: Both(ownRate, ownFactor)).ToDecimal().ShouldBe(expected);
        });

    [Fact]
    public void Stay_exact_between_two_factors_even_beyond_what_an_amount_can_hold() =>
        Price(plan: [Instead(8_000_000_000), Times(1_000)], account: [Times(0.000001m)]).ShouldBe(Credits.Of(8_000_000));

    // 10 × 0.33 = 3.3, to a whole credit 3, at least 4.
    [Fact]
    public void Come_before_rounding_and_rounding_before_the_minimum()
    {
        var rate = Given.Rate("image", new Component(null, Credits.Of(10))) with { Rounding = new(RoundingMode.HalfEven, Credits.Of(1)) };

        Price(Given.Card(rate), account: [Times(0.33m)]).ShouldBe(Credits.Of(3));
        Price(Given.Card(rate with { Minimum = Credits.Of(4) }), account: [Times(0.33m)]).ShouldBe(Credits.Of(4));
        Price(Given.Card(rate with { Maximum = Credits.Of(2) }), account: [Times(0.33m)]).ShouldBe(Credits.Of(2));
    }

    [Theory]
    [InlineData(-1, "10")]
    [InlineData(0, "5")]
    [InlineData(59, "5")]
    [InlineData(60, "10")]
    public void Hold_from_their_beginning_until_just_before_their_end(int minutes, string credits)
    {
        var half = Times(0.5m) with { From = Given.Noon, Until = Given.Noon.AddHours(1) };

        Price(account: [half], at: Given.Noon.AddMinutes(minutes)).ToString().ShouldBe(credits);
    }

    [Fact]
    public void Let_the_most_specific_one_win()
    {
        var general = Times(0.5m);
        var special = RateOverride.Multiply("image", new(100_000), Condition.EqualTo("size", "large"));

        foreach (var overrides in new ImmutableArray<RateOverride>[] { [general, special], [special, general] })
        {
            Price(account: overrides, data: """{"size":"large"}""").ShouldBe(Credits.Of(1));
            Price(account: overrides, data: """{"size":"small"}""").ShouldBe(Credits.Of(5));
        }
    }

    [Fact]
    public void Explain_themselves()
    {
        Pricing.TryExplain(
            Given.Event("{}", "image"), new(TenEach) { PlanOverrides = [Times(0.9m)], Overrides = [Instead(3), Times(0.5m)] }, PeriodCounters.None,
            out var explanation, out _).ShouldBeTrue();

        explanation.ShouldNotBeNull().Source.ShouldBe(RateSource.Account);
        explanation.PlanMultiplier.ShouldBe(new Multiplier(900_000));
        explanation.Multiplier.ShouldBe(new Multiplier(500_000));
        explanation.Components.Single().Millionths.ShouldBe(3_000_000);
        explanation.Charge.Amount.ShouldBe(Credits.Of(1.35m));
    }

    [Fact]
    public void Be_refused_when_two_could_meet_one_event_alike()
    {
        var early = Times(0.5m) with { Until = Given.Noon };
        var late = Times(0.6m) with { From = Given.Noon };

        RateOverrideFaults.Of([early, late], "overrides", most: 10).ShouldBeEmpty();
        RateOverrideFaults.Of([early, late with { From = Given.Noon.AddTicks(-1) }], "overrides", most: 10).Single().Path.ShouldBe("overrides[1]");
        RateOverrideFaults.Of([Times(0.5m), Instead(3)], "overrides", most: 10).ShouldBeEmpty();
        RateOverrideFaults.Of([Times(0.5m), Times(0.5m)], "overrides", most: 1).Single().Message.ShouldBe("There can be at most 1, not 2.");
    }

    [Fact]
    public void Be_refused_with_every_fault_of_their_rate_and_span()
    {
        var faulty = RateOverride.Replace(Given.Rate("image")) with { From = Given.Noon, Until = Given.Noon };

        RateOverrideFaults.Of([faulty], "overrides", most: 10).Select(fault => fault.Path).ShouldBe(["overrides[0].components", "overrides[0].until"]);
    }

    [Fact]
    public void Be_refused_when_two_would_count_different_things_in_one_counter()
    {
        var free = new Component("hd", Credits.Of(1)) { Included = Given.Units(10) };

        RateOverrideFaults.Of([RateOverride.Replace(Given.Rate("image", free, free))], "overrides", most: 10).Single().Path.ShouldBe("overrides[0].components[1].counter");
        RateOverrideFaults.Of([RateOverride.Replace(Given.Rate("image", free)), RateOverride.Replace(Given.Rate("image.hd", free with { Quantity = null }))], "overrides", most: 10)
            .Single().ShouldBe(new Fault("overrides[1].components[0].counter",
                "Without a name it would count in 'image.hd', like overrides[0].components[0]; give it a counter of its own, or both the same one."));
    }

    [Fact]
    public void Go_on_counting_where_one_takes_over_from_another()
    {
        var free = new Component("hd", Credits.Of(1)) { Included = Given.Units(10) };

        RateOverrideFaults.Of([
            RateOverride.Replace(Given.Rate("image", free)) with { Until = Given.Noon },
            RateOverride.Replace(Given.Rate("image", free with { Included = Given.Units(20) })) with { From = Given.Noon },
        ], "overrides", most: 10).ShouldBeEmpty();
    }

    private static readonly Gen<decimal?> AnyPrice = Gen.OneOf(Gen.Const((decimal?)null), Gen.Long[0, 20_000_000].Select(decimal? (millionths) => millionths / 1_000_000m));

    private static readonly Gen<decimal?> AnyFactor = Gen.OneOf(Gen.Const((decimal?)null), Gen.Long[0, 3_000_000].Select(decimal? (millionths) => millionths / 1_000_000m));

    private static ImmutableArray<RateOverride> Both(decimal? rate, decimal? factor) =>
        [.. rate is { } credits ? [Instead(credits)] : Array.Empty<RateOverride>(), .. factor is { } by ? [Times(by)] : Array.Empty<RateOverride>()];

    private static RateOverride Times(decimal factor) => RateOverride.Multiply("image", new((long)(factor * 1_000_000)));

    private static RateOverride Instead(decimal credits) => RateOverride.Replace(Given.Rate("image", new Component(null, Credits.Of(credits))));

    private static Credits Price(
        RateCardVersion? card = null, ImmutableArray<RateOverride>? account = null, ImmutableArray<RateOverride>? plan = null, string data = "{}", DateTimeOffset? at = null)
    {
        var tariff = new Tariff(card ?? TenEach) { PlanOverrides = plan ?? [], Overrides = account ?? [] };
        Pricing.TryPrice(Given.Event(data, "image", at), tariff, PeriodCounters.None, out var charge, out var refusal).ShouldBeTrue(refusal?.Detail);
        return charge.ShouldNotBeNull().Amount;
    }
}
