using Credits.Rating;

namespace Credits.Tests.Rating;

public sealed class Rate_faults_should
{
    private static readonly Component Calls = new("calls", Credits.Zero) { Tiers = [new(Given.Units(10), Credits.Of(1)), new(null, Credits.Of(2))] };

    [Fact]
    public void Find_nothing_wrong_with_tiers_that_rise_and_end_open() => Faults(Given.Rate("api", Calls)).ShouldBeEmpty();

    [Fact]
    public void Find_a_last_tier_that_ends() =>
        Faults(Tiered(new Tier(Given.Units(10), Credits.Of(1)))).ShouldHaveSingleItem().ShouldStartWith("rates[0].components[0].tiers[0].upTo: The last tier has no end");

    [Fact]
    public void Find_a_tier_that_can_never_be_reached() =>
        Faults(Tiered(new(null, Credits.Of(1)), new(null, Credits.Of(2)))).ShouldHaveSingleItem().ShouldStartWith("rates[0].components[0].tiers[0].upTo: Only the last tier has no end");

    [Theory]
    [InlineData(10)]
    [InlineData(9)]
    [InlineData(0)]
    public void Find_a_tier_that_does_not_rise(long upTo) =>
        Faults(Tiered(new(Given.Units(10), Credits.Of(1)), new(Given.Units(upTo), Credits.Of(2)), new(null, Credits.Of(3))))
            .ShouldBe([$"rates[0].components[0].tiers[1].upTo: A tier ends beyond the one before it, at more than 10, but this one at {upTo}."]);

    [Fact]
    public void Find_a_negative_price_of_a_tier() =>
        Faults(Tiered(new Tier(null, Credits.Of(-1)))).ShouldBe(["rates[0].components[0].tiers[0].credits: A price can't be negative, but is -1."]);

    [Fact]
    public void Find_more_tiers_than_a_price_may_have() =>
        Faults(Tiered([.. Enumerable.Range(1, 20).Select(i => new Tier(Given.Units(i), Credits.Of(1))), new(null, Credits.Of(1))])).ShouldHaveSingleItem().ShouldContain("at most 20 tiers, not 21");

    [Fact]
    public void Find_a_counter_where_nothing_is_counted() =>
        Faults(Given.Rate("api", new Component("calls", Credits.Of(1)) { Counter = "calls" })).ShouldHaveSingleItem().ShouldStartWith("rates[0].components[0].counter: ");

    [Theory]
    [InlineData(0)]
    [InlineData(129)]
    public void Find_a_counters_name_that_is_empty_or_too_long(int length) =>
        Faults(Given.Rate("api", Calls with { Counter = new('c', length) })).ShouldBe(["rates[0].components[0].counter: A counter's name has 1 to 128 characters."]);

    [Fact]
    public void Find_a_counter_that_must_be_named_as_its_own_name_would_be_too_long() =>
        Faults(Given.Rate(new('m', 125), Calls)).ShouldHaveSingleItem().ShouldStartWith("rates[0].components[0].counter: Meter, conditions and quantity");

    [Fact]
    public void Find_two_components_that_would_count_one_quantity_twice() =>
        Faults(Given.Rate("api", Calls, Calls with { Included = Given.Units(5) })).ShouldBe([
            "rates[0].components[1].counter: Without a name it would count in 'api.calls', like rates[0].components[0]; give it a counter of its own, or both the same one.",
        ]);

    [Fact]
    public void Find_a_meter_with_a_dot_that_would_count_where_another_meters_quantity_does() =>
        Faults(Given.Rate("image", Calls with { Quantity = "hd" }), Given.Rate("image.hd", Calls with { Quantity = null }))
            .ShouldHaveSingleItem().ShouldStartWith("rates[1].components[0].counter: Without a name it would count in 'image.hd', like rates[0].components[0];");

    [Fact]
    public void Find_conditions_that_differ_but_would_count_in_one_counter()
    {
        Faults(When(Condition.EqualTo("model", "a|b")), When(Condition.In("model", "a", "b"))).ShouldHaveSingleItem().ShouldStartWith("rates[1].components[0].counter: ");
        Faults(When(Condition.StartsWith("model", "x")), When(Condition.EqualTo("model", "x*"))).ShouldHaveSingleItem().ShouldStartWith("rates[1].components[0].counter: ");
    }

    [Fact]
    public void Let_those_count_together_that_say_so_and_those_alone_that_differ()
    {
        var named = Calls with { Counter = "calls" };

        Faults(Given.Rate("api", named, named), Given.Rate("api.calls", named with { Quantity = null })).ShouldBeEmpty();
        Faults(Given.Rate("api", Calls, named, Calls with { Quantity = "rows" }), When(Condition.EqualTo("model", "a")), When(Condition.EqualTo("model", "b"))).ShouldBeEmpty();
    }

    [Fact]
    public void Let_components_count_together_in_the_counter_that_one_had_without_a_name()
    {
        var named = Calls with { Counter = "api.calls" };

        Faults(Given.Rate("api", named, named)).ShouldBeEmpty();
        Faults(Given.Rate("api", Calls, named)).ShouldHaveSingleItem().ShouldStartWith("rates[0].components[1].counter: ");
        Faults(Given.Rate("api", named, Calls)).ShouldHaveSingleItem().ShouldStartWith("rates[0].components[1].counter: ");
    }

    [Fact]
    public void Find_no_counter_in_common_where_nothing_is_counted() =>
        Faults(Given.Rate("api", new("calls", Credits.Of(1)), new Component("calls", Credits.Of(2)))).ShouldBeEmpty();

    [Fact]
    public void Find_bounds_that_nothing_fits_between() =>
        Faults(Given.Rate("api", Calls) with { Minimum = Credits.Of(2), Maximum = Credits.Of(1) }).ShouldBe(["rates[0].maximum: A maximum can't be below 2, but is 1."]);

    [Fact]
    public void Find_negative_bounds_and_steps() =>
        Faults(Given.Rate("api", Calls) with { Minimum = Credits.Of(-1), Rounding = new(RoundingMode.Up, Credits.Zero) })
            .ShouldBe(["rates[0].minimum: A minimum can't be negative, but is -1.", "rates[0].rounding.step: A step is above zero, but is 0."]);

    [Fact]
    public void Find_a_range_that_holds_no_number() =>
        Faults(Given.Rate("api", Calls) with { Conditions = [Condition.Between("size", 5, 5)] }).ShouldBe(["rates[0].conditions[0].below: A range ends above its beginning, 5, but this one at 5."]);

    [Fact]
    public void Find_ranges_that_overlap_and_let_those_be_that_meet()
    {
        Rate Between(decimal? from, decimal? below) => Given.Rate("api", Calls) with { Conditions = [Condition.Between("size", from, below)] };

        Faults(Between(null, 10), Between(10, null)).ShouldBeEmpty();
        Faults(Between(null, 10.000001m), Between(10, null)).ShouldHaveSingleItem().ShouldStartWith("rates[1]: ");
    }

    [Theory]
    [InlineData("usd")]
    [InlineData("")]
    [InlineData("EURO")]
    public void Find_a_currency_that_is_none(string currency) =>
        RateCardFaults.Of(new([Given.Rate("api", Calls)]) { CostCurrency = currency }).Single().Path.ShouldBe("costCurrency");

    private static Rate When(Condition condition) => Given.Rate("api", Calls) with { Conditions = [condition] };

    private static Rate Tiered(params Tier[] tiers) => Given.Rate("api", Calls with { Tiers = [.. tiers] });

    private static IEnumerable<string> Faults(params Rate[] rates) => RateCardFaults.Of(new([.. rates])).Select(fault => $"{fault.Path}: {fault.Message}");
}
