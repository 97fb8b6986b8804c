using System.Collections.Immutable;
using System.Globalization;
using Credits.Checks;
using Credits.Grants;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Tests.Checks;

/// <summary>What a check knows of an event-to-be of which not everything is said.</summary>
public sealed class Intent_should
{
    private static readonly Rate Large = Image(Condition.EqualTo("model", "large"));
    private static readonly Rate Small = Image(Condition.EqualTo("model", "small"));

    [Fact]
    public void Know_the_cost_and_the_type_of_credits_where_everything_is_said()
    {
        var intent = Of("""{"model":"large"}""", Large, Small);

        (intent.Meter, intent.CreditType, intent.Cost, intent.NoPrice).ShouldBe(("image", Given.Premium, Credits.Of(2), null));
    }

    [Fact]
    public void Know_the_type_of_credits_of_a_meter_whose_rates_agree_before_one_is_chosen()
    {
        var intent = Of("{}", Large, Small);

        (intent.CreditType, intent.Cost, intent.NoPrice).ShouldBe((Given.Premium, null, null));
    }

    [Fact]
    public void Take_the_usual_type_of_credits_where_the_rates_of_a_meter_do_not_agree() =>
        Of("{}", Large, Small with { CreditType = CreditType.Default }).CreditType.ShouldBe(CreditType.Default);

    [Fact]
    public void Ask_the_accounts_and_the_plans_own_rates_too()
    {
        var usage = Given.Event("{}", "image");
        var card = new Tariff(Given.Card(Given.Rate("llm.call", new Component(null, Credits.Of(1)))));

        Intent.Of(usage, card with { Overrides = [RateOverride.Replace(Large)] }, PeriodCounters.None).CreditType.ShouldBe(Given.Premium);
        Intent.Of(usage, card with { PlanOverrides = [RateOverride.Replace(Large)] }, PeriodCounters.None).CreditType.ShouldBe(Given.Premium);
        Intent.Of(usage, card with { Overrides = [RateOverride.Replace(Large) with { Until = usage.Time }] }, PeriodCounters.None).CreditType.ShouldBe(CreditType.Default);
    }

    [Fact]
    public void Perhaps_have_one_yet_by_the_accounts_own_rate_though_the_card_knows_no_such_meter()
    {
        var own = new Tariff(Given.Card(Given.Rate("llm.call", new Component(null, Credits.Of(1))))) { Overrides = [RateOverride.Replace(Large)] };

        Intent.Of(Given.Event("{}", "image"), own, PeriodCounters.None).NoPrice.ShouldBeNull();
        Intent.Of(Given.Event("""{"model":"tiny"}""", "image"), own, PeriodCounters.None).NoPrice.ShouldNotBeNull();
    }

    [Fact]
    public void Have_no_price_where_the_meter_has_no_rate() => Of("{}", Given.Rate("llm.call", new Component(null, Credits.Of(1)))).NoPrice.ShouldNotBeNull().ShouldContain("has no rate for meter 'image'");

    [Fact]
    public void Have_no_price_where_no_rate_matches_though_every_dimension_is_said() =>
        Of("""{"model":"tiny"}""", Large, Small).NoPrice.ShouldNotBeNull().ShouldContain("""matches the data {"model":"tiny"}""");

    [Fact]
    public void Have_no_price_where_what_is_said_contradicts_every_rate_though_a_dimension_is_not_said() =>
        Of("""{"model":"small"}""", Image(Condition.EqualTo("model", "large"), Condition.EqualTo("region", "eu"))).NoPrice.ShouldNotBeNull();

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"region":"eu"}""")]
    [InlineData("""{"model":"tiny"}""")]
    public void Perhaps_have_one_yet_while_a_dimension_is_not_said(string data) =>
        Of(data, Large, Image(Condition.EqualTo("region", "us"), Condition.EqualTo("model", "tiny"))).NoPrice.ShouldBeNull();

    [Fact]
    public void Perhaps_have_one_yet_while_a_quantity_is_not_said() => Of("{}", Given.Rate("image", new Component("pixels", Credits.Of(1)))).NoPrice.ShouldBeNull();

    [Fact]
    public void Have_no_price_where_it_would_be_more_than_an_amount_can_hold() =>
        Of("""{"pixels":1000000000000}""", Given.Rate("image", new Component("pixels", Credits.Max))).NoPrice.ShouldNotBeNull().ShouldContain("more than the");

    [Fact]
    public void Have_no_price_where_the_account_has_no_counter_left()
    {
        var full = PeriodCounters.Of(Enumerable.Range(0, PeriodCounters.MaxCounters).Select(i => new Counted(i.ToString(CultureInfo.InvariantCulture), Given.Noon, Quantity.One)));
        var counted = Given.Rate("image", new Component(null, Credits.Of(1)) { Included = Quantity.One });

        Intent.Of(Given.Event("{}", "image"), new(Given.Card(counted)), full).NoPrice.ShouldNotBeNull().ShouldContain("let rates share counters");
    }

    private static Intent Of(string data, params Rate[] rates) => Intent.Of(Given.Event(data, "image"), new(Given.Card(rates)), PeriodCounters.None);

    private static Rate Image(params ImmutableArray<Condition> conditions) => Given.Rate("image", new Component(null, Credits.Of(2))) with { CreditType = Given.Premium, Conditions = conditions };
}
