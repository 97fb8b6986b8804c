using System.Numerics;
using Credits.Events;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Tests.Rating;

public sealed class Pricing_should
{
    [Theory]
    [InlineData(374, 44, "0.506")]
    [InlineData(1_000, 0, "1")]
    [InlineData(0, 1_000, "3")]
    [InlineData(0, 0, "0")]
    [InlineData(1, 0, "0.001")]
    public void Charge_each_quantity_at_its_own_price(int input, int output, string credits) =>
        Price(Given.LlmCard(), $$"""{"inputTokens":{{input}},"outputTokens":{{output}}}""").Amount.ToString().ShouldBe(credits);

    [Fact]
    public void Charge_per_event_where_a_component_names_no_quantity() =>
        Price(Given.Card(Given.Rate("llm.call", new Component(null, Credits.Of(2.5m)))), "{}").Amount.ShouldBe(Credits.Of(2.5m));

    [Fact]
    public void Spread_a_price_per_thousand_events_over_each_event() =>
        Price(Given.Card(Given.Rate("llm.call", new Component(null, Credits.Of(1), Per: 1_000))), "{}").Amount.ShouldBe(Credits.Of(0.001m));

    [Fact]
    public void Say_which_card_and_version_and_what_credits()
    {
        var rate = Given.Rate("llm.call", new Component(null, Credits.Of(1))) with { CreditType = Given.Premium };
        var card = new RateCardVersion("enterprise", number: 7, Given.Noon, new([rate]));

        Price(card, "{}").ShouldBe(new Charge(Credits.Of(1), Given.Premium, "enterprise", 7));
    }

    // 1 credit per 8 million units makes an eighth of a millionth per unit.
    [Theory]
    [InlineData(4, 0)] // half of a millionth: to the even 0
    [InlineData(5, 1)]
    [InlineData(12, 2)] // one and a half: to the even 2
    [InlineData(20, 2)] // two and a half: to the even 2
    [InlineData(28, 4)] // three and a half: to the even 4
    public void Round_half_a_millionth_to_the_even_one(int quantity, long millionths) =>
        Price(Given.Card(Given.Rate("llm.call", new Component("n", Credits.Of(1), Per: 8_000_000))), $$"""{"n":{{quantity}}}""")
            .Amount.Millionths.ShouldBe(millionths);

    [Fact]
    public void Round_each_component_by_itself()
    {
        var card = Given.Card(Given.Rate("llm.call", new("a", Credits.Of(1), 8_000_000), new("b", Credits.Of(1), 8_000_000)));

        Price(card, """{"a":4,"b":4}""").Amount.ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Be_exact_for_every_event_and_refuse_only_what_no_amount_can_hold() =>
        Gen.Select(AnyRateCard.Component.Array[1, 3], AnyRateCard.Quantity.Array[3]).Sample((components, quantities) =>
        {
            var card = Given.Card(Given.Rate("llm.call", components));
            var usage = Given.Event($$"""{"a":{{Digits(quantities[0])}},"b":{{Digits(quantities[1])}},"c":{{Digits(quantities[2])}}}""");
            var expected = components.Aggregate(BigInteger.Zero, (sum, component) =>
            {
                BigInteger quantity = component.Quantity switch { "a" => quantities[0], "b" => quantities[1], "c" => quantities[2], _ => 1_000_000 };
                return sum + RoundHalfToEven(quantity * component.Credits.Millionths, new BigInteger(component.Per) * 1_000_000);
            });

            var priced = Pricing.TryPrice(usage, new(card), PeriodCounters.None, out var charge, out var refusal);

            priced.ShouldBe(expected <= Credits.Max.Millionths);
            if (priced) ((BigInteger)charge!.Amount.Millionths).ShouldBe(expected);
            else refusal!.Code.ShouldBe(RefusalCodes.AmountOutOfRange);
        }, iter: 3_000);

    [Fact]
    public void Never_charge_less_for_more() =>
        Gen.Select(AnyRateCard.Component, Gen.Long[0, 1_000_000_000_000], Gen.Long[0, 1_000_000_000]).Sample((component, quantity, more) =>
        {
            var card = Given.Card(Given.Rate("llm.call", component with { Credits = Credits.Min(component.Credits, Credits.Of(1_000)) }));

            var less = Price(card, $$"""{"a":{{Digits(quantity)}},"b":0,"c":0}""").Amount;

            Price(card, $$"""{"a":{{Digits(quantity + more)}},"b":0,"c":0}""").Amount.ShouldBeGreaterThanOrEqualTo(less);
        }, iter: 1_000);

    [Fact]
    public void Answer_every_event_under_every_valid_card_without_throwing() =>
        Gen.Select(AnyRateCard.Rates.Where(rates => RateCardFaults.Of(new(rates)).IsEmpty), AnyRateCard.Event.Array[1, 5]).Sample((rates, events) =>
        {
            var card = Given.Card([.. rates]);
            foreach (var usage in events)
            {
                var priced = Pricing.TryPrice(usage, new(card), PeriodCounters.None, out var charge, out var refusal);

                priced.ShouldBe(refusal is null);
                if (priced) charge!.Amount.ShouldBeGreaterThanOrEqualTo(Credits.Zero);
                else refusal!.Detail.ShouldNotBeEmpty();
            }
        }, iter: 1_000);

    [Fact]
    public void Refuse_a_meter_that_the_card_does_not_know()
    {
        var refusal = Refusal(Given.LlmCard(), Given.Event(meter: "video"));

        refusal.Code.ShouldBe(RefusalCodes.UnknownMeter);
        refusal.Detail.ShouldBe("Version 1 of rate card 'default' has no rate for meter 'video'; add one, or correct the event's type.");
    }

    [Fact]
    public void Refuse_data_that_match_no_rate_of_the_meter()
    {
        var card = Given.Card(Given.Rate("llm.call", new Component(null, Credits.Of(1))) with { Conditions = [Condition.EqualTo("model", "large")] });

        var refusal = Refusal(card, Given.Event("""{"model":"small"}"""));

        refusal.Code.ShouldBe(RefusalCodes.NoMatchingRate);
        refusal.Detail.ShouldContain("meter 'llm.call'");
        refusal.Detail.ShouldContain("""{"model":"small"}""");
        refusal.Detail.ShouldContain("add a default rate");
    }

    [Fact]
    public void Refuse_an_event_without_a_quantity_it_is_priced_by()
    {
        var refusal = Refusal(Given.LlmCard(), Given.Event("""{"inputTokens":374}"""));

        refusal.Code.ShouldBe(RefusalCodes.MissingQuantity);
        refusal.Detail.ShouldBe("'data.outputTokens' is missing, but meter 'llm.call' is priced by it.");
    }

    [Theory]
    [InlineData("-1", "'data.inputTokens' is -1,")]
    [InlineData("0.0000001", "'data.inputTokens' is 0.0000001,")]
    [InlineData("1e-30", "'data.inputTokens' is 1e-30,")]
    [InlineData("1E400", "'data.inputTokens' is 1E400,")]
    [InlineData("\"374\"", "'data.inputTokens' is '374', not a JSON number;")]
    [InlineData("true", "'data.inputTokens' is 'true', not a JSON number;")]
    [InlineData("[374]", "'data.inputTokens' is '[374]', not a JSON number;")]
    public void Refuse_a_quantity_that_is_none_and_quote_it(string json, string detail)
    {
        var refusal = Refusal(Given.LlmCard(), Given.Event($$"""{"inputTokens":{{json}},"outputTokens":44}"""));

        refusal.Code.ShouldBe(RefusalCodes.InvalidQuantity);
        refusal.Detail.ShouldStartWith(detail);
        refusal.Detail.ShouldContain(Quantity.Rule);
    }

    [Fact]
    public void Refuse_a_charge_beyond_what_an_amount_can_hold()
    {
        var card = Given.Card(Given.Rate("llm.call", new Component("n", Credits.Of(8_000_000_000))));

        Price(card, """{"n":1}""").Amount.ShouldBe(Credits.Max);
        var refusal = Refusal(card, Given.Event("""{"n":1.000001}"""));
        refusal.Code.ShouldBe(RefusalCodes.AmountOutOfRange);
        refusal.Detail.ShouldContain("8000000000 credits");
        refusal.Detail.ShouldContain("""{"n":1.000001}""");
    }

    [Fact]
    public void Not_wrap_at_the_largest_price_of_the_largest_quantity() =>
        Refusal(Given.Card(Given.Rate("llm.call", [.. Enumerable.Repeat(new Component("n", Credits.Max), 20)])), Given.Event("""{"n":1e12}"""))
            .Code.ShouldBe(RefusalCodes.AmountOutOfRange);

    private static Charge Price(RateCardVersion card, string data)
    {
        Pricing.TryPrice(Given.Event(data), new(card), PeriodCounters.None, out var charge, out var refusal).ShouldBeTrue(refusal?.Detail);
        return charge.ShouldNotBeNull();
    }

    private static Refusal Refusal(RateCardVersion card, UsageEvent usage)
    {
        Pricing.TryPrice(usage, new(card), PeriodCounters.None, out var charge, out var refusal).ShouldBeFalse();
        charge.ShouldBeNull();
        return refusal.ShouldNotBeNull();
    }

    private static string Digits(long millionths) => $"{millionths / 1_000_000}.{millionths % 1_000_000:D6}";

    private static BigInteger RoundHalfToEven(BigInteger dividend, BigInteger divisor)
    {
        var floor = dividend / divisor;
        var twiceTheRest = 2 * (dividend - floor * divisor);
        return twiceTheRest < divisor || (twiceTheRest == divisor && floor.IsEven) ? floor : floor + 1;
    }
}
