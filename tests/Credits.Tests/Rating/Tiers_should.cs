using System.Collections.Immutable;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Tests.Rating;

public sealed class Tiers_should
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    // The first 1,000 are free, the next 9,000 cost 1 each, everything beyond 0.5.
    private static readonly Component Calls = new("calls", Credits.Zero)
    {
        Tiers = [new(Given.Units(1_000), Credits.Zero), new(Given.Units(10_000), Credits.Of(1)), new(null, Credits.Of(0.5m))],
        Counter = "calls",
    };

    [Theory]
    [InlineData(0, 1_000, "0")]
    [InlineData(0, 1_001, "1")]
    [InlineData(999, 2, "1")]
    [InlineData(0, 10_000, "9000")]
    [InlineData(0, 10_002, "9001")]
    [InlineData(9_999, 3, "2")]
    [InlineData(50_000, 10, "5")]
    [InlineData(50_000, 0, "0")]
    public void Charge_each_slice_at_its_own_price_when_graduated(int before, int calls, string credits) =>
        Price(Calls, before, calls).ToString().ShouldBe(credits);

    [Theory]
    [InlineData(0, 1_000, "0")]
    [InlineData(0, 1_001, "1001")]
    [InlineData(999, 2, "2")]
    [InlineData(0, 10_000, "10000")]
    [InlineData(0, 10_001, "5000.5")]
    [InlineData(9_999, 2, "1")]
    public void Charge_an_event_at_the_price_of_the_tier_it_reaches_when_by_volume(int before, int calls, string credits) =>
        Price(Calls with { TierMode = TierMode.Volume }, before, calls).ToString().ShouldBe(credits);

    [Theory]
    [InlineData(0, 500, "0")]
    [InlineData(0, 501, "2")]
    [InlineData(499, 3, "4")]
    [InlineData(500, 1, "2")]
    public void Come_after_the_included_units(int before, int calls, string credits) =>
        Price(new("calls", Credits.Of(2)) { Included = Given.Units(500), Counter = "calls" }, before, calls).ToString().ShouldBe(credits);

    [Fact]
    public void Count_from_the_first_unit_after_the_included_ones() =>
        Price(Calls with { Included = Given.Units(100) }, before: 0, calls: 1_101).ShouldBe(Credits.Of(1));

    [Fact]
    public void Count_an_event_in_the_period_of_its_own_time()
    {
        var counters = PeriodCounters.None.Plus(new("calls", March, Given.Units(10_000)));
        var tariff = new Tariff(Given.Card(Given.Rate("api", Calls)));

        Charge("calls", 10, tariff, counters, March.AddDays(3)).Amount.ShouldBe(Credits.Of(5));
        Charge("calls", 10, tariff, counters, March.AddDays(-3)).Amount.ShouldBe(Credits.Zero);
        Charge("calls", 10, tariff, counters, March.AddDays(-3)).Counted.ShouldBe([new("calls", March.AddMonths(-1), Given.Units(10))]);
    }

    [Fact]
    public void Begin_anew_with_the_billing_period_of_the_accounts_time_zone()
    {
        var april = new DateTimeOffset(2026, 3, 31, 22, 0, 0, TimeSpan.Zero);
        var tariff = new Tariff(Given.Card(Given.Rate("api", Calls))) { Calendar = new("Europe/Berlin", 1) };
        var counters = PeriodCounters.None.Plus(new("calls", new(2026, 2, 28, 23, 0, 0, TimeSpan.Zero), Given.Units(10_000)));

        Charge("calls", 10, tariff, counters, april.AddTicks(-1)).Amount.ShouldBe(Credits.Of(5));
        Charge("calls", 10, tariff, counters, april).Counted.ShouldBe([new("calls", april, Given.Units(10))]);
    }

    [Fact]
    public void Go_by_a_counter_of_the_rates_own_unless_they_name_one()
    {
        var unnamed = Calls with { Counter = null };
        var large = Given.Rate("api", unnamed) with { Conditions = [Condition.EqualTo("size", "large"), Condition.In("region", "eu", "us")] };
        var tariff = new Tariff(Given.Card(Given.Rate("api", unnamed), large));

        Charge("calls", 1, tariff, PeriodCounters.None, March).Counted.Single().Counter.ShouldBe("api.calls");
        Pricing.TryPrice(Given.Event("""{"calls":1,"size":"large","region":"eu"}""", "api"), tariff, PeriodCounters.None, out var charge, out _).ShouldBeTrue();
        charge.ShouldNotBeNull().Counted.Single().Counter.ShouldBe("api[region=eu|us,size=large].calls");
    }

    [Fact]
    public void Go_on_within_an_event_whose_components_share_a_counter()
    {
        var rate = Given.Rate("api", Calls with { Quantity = "reads" }, Calls with { Quantity = "writes" });
        var usage = Given.Event("""{"reads":1000,"writes":5}""", "api");

        Pricing.TryPrice(usage, new(Given.Card(rate)), PeriodCounters.None, out var charge, out _).ShouldBeTrue();

        charge.ShouldNotBeNull().Amount.ShouldBe(Credits.Of(5));
    }

    [Fact]
    public void Cost_at_least_as_much_for_more_when_graduated() =>
        Gen.Select(AnyTiered, Gen.Long[0, 40_000_000], Gen.Long[0, 40_000_000], Gen.Long[0, 5_000_000]).Sample((component, before, quantity, more) =>
            Millionths(component, before, quantity + more).ShouldBeGreaterThanOrEqualTo(Millionths(component, before, quantity)), iter: 3_000);

    // A step of a millionth of a unit never jumps: it costs at most the dearest tier's price of it, and rounding.
    [Fact]
    public void Have_no_jumps_when_graduated() =>
        Gen.Select(AnyTiered, Gen.Long[0, 40_000_000], Gen.Long[0, 40_000_000]).Sample((component, before, quantity) =>
        {
            var dearest = component.Tiers.Max(tier => tier.Credits).Millionths;

            (Millionths(component, before, quantity + 1) - Millionths(component, before, quantity)).ShouldBeLessThanOrEqualTo((dearest / (component.Per * 1_000_000)) + 1);
        }, iter: 3_000);

    // Each of the two charges and their sum are rounded by at most half a millionth.
    [Fact]
    public void Cost_the_same_when_an_event_is_split_in_two_but_for_a_millionth_of_rounding() =>
        Gen.Select(AnyTiered, Gen.Long[0, 40_000_000], Gen.Long[0, 40_000_000], Gen.Long[0, 40_000_000]).Sample((component, before, first, second) =>
        {
            var split = Millionths(component, before, first) + Millionths(component, before + first, second);

            Math.Abs(split - Millionths(component, before, first + second)).ShouldBeLessThanOrEqualTo(1);
        }, iter: 3_000);

    [Fact]
    public void Cut_an_event_into_slices_that_make_up_the_whole() =>
        Gen.Select(AnyTiered, Gen.Enum<TierMode>(), Gen.Long[0, 40_000_000], Gen.Long[0, 40_000_000]).Sample((component, mode, before, quantity) =>
            Slice.Of(component with { TierMode = mode }, Quantity.FromMillionths(before), Quantity.FromMillionths(quantity)).Sum(slice => slice.Quantity.Millionths).ShouldBe(quantity));

    [Fact]
    public void Refuse_to_count_beyond_what_a_counter_can_hold()
    {
        var counters = PeriodCounters.None.Plus(new("calls", March, Quantity.Max));

        Pricing.TryPrice(Given.Event("""{"calls":1}""", "api", March), new(Given.Card(Given.Rate("api", Calls))), counters, out _, out var refusal).ShouldBeFalse();

        refusal.ShouldNotBeNull().Code.ShouldBe("amount-out-of-range");
        refusal.Detail.ShouldContain("'calls'");
    }

    [Fact]
    public void Refuse_one_more_counter_than_an_account_may_have()
    {
        var counters = PeriodCounters.Of(Enumerable.Range(1, PeriodCounters.MaxCounters).Select(i => new Counted($"counter {i}", March, Quantity.One)));

        Pricing.TryPrice(Given.Event("""{"calls":1}""", "api", March), new(Given.Card(Given.Rate("api", Calls))), counters, out _, out var refusal).ShouldBeFalse();

        refusal.ShouldNotBeNull().Code.ShouldBe("too-many-counters");
    }

    private static Gen<Component> AnyTiered { get; } = Gen.Select(
        Gen.Long[1, 20_000_000].Array[0, 4], Gen.Long[0, 3_000_000].Array[5], Gen.OneOfConst(1L, 7, 1_000), Gen.OneOfConst(0L, 0, 3_500_000),
        (ends, prices, per, included) => new Component("calls", Credits.Zero, per)
        {
            Tiers = Steps(ends, prices),
            Included = Quantity.FromMillionths(included),
            Counter = "calls",
        });

    private static ImmutableArray<Tier> Steps(long[] ends, long[] prices) =>
    [
        .. ends.Order().Distinct().Select((end, i) => new Tier(Quantity.FromMillionths(end), Credits.FromMillionths(prices[i]))),
        new(null, Credits.FromMillionths(prices[^1])),
    ];

    private static Credits Price(Component component, int before, int calls) => Credits.FromMillionths(Millionths(component, before * 1_000_000L, calls * 1_000_000L));

    private static long Millionths(Component component, long before, long quantity)
    {
        var counters = PeriodCounters.None.Plus(new("calls", March, Quantity.FromMillionths(before)));
        return Charge("calls", quantity / 1_000_000m, new(Given.Card(Given.Rate("api", component))), counters, March).Amount.Millionths;
    }

    private static Charge Charge(string quantity, decimal count, Tariff tariff, PeriodCounters counters, DateTimeOffset at)
    {
        Pricing.TryPrice(Given.Event(FormattableString.Invariant($$"""{"{{quantity}}":{{count}}}"""), "api", at), tariff, counters, out var charge, out var refusal).ShouldBeTrue(refusal?.Detail);
        return charge.ShouldNotBeNull();
    }
}
