using System.Collections.Immutable;
using System.Text.Json;
using Credits.Functions.Storage.Catalogue;
using Credits.Grants;
using Credits.Rating;
using CsCheck;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Catalogue;

public sealed class RateCardJsonTests
{
    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 1, 8], Gen.OneOfConst("größe", "\"quoted\"", "a.b", "😀", " "));

    private static readonly Gen<Credits> AnyPrice = Gen.OneOf(Gen.Long[0, 3_000_000], Gen.Long[0, Credits.Max.Millionths]).Select(Credits.FromMillionths);

    private static readonly Gen<Quantity> AnyQuantity = Gen.OneOf(Gen.Const(0L), Gen.Long[0, 3_000_000], Gen.Long[0, Quantity.Max.Millionths]).Select(Quantity.FromMillionths);

    private static readonly Gen<Component> FlatComponent = Gen.Select(
        Gen.OneOf(Gen.Const((string?)null), Text.Select(text => (string?)text)), AnyPrice, Gen.Long[1, Component.MaxPer], AnyQuantity, Gen.Long[0, ProviderCost.MaxMillionths],
        (quantity, credits, per, included, cost) => new Component(quantity, credits, per) { Included = included, CostMillionths = cost });

    private static readonly Gen<Component> AnyComponent = Gen.Select(
        FlatComponent, Gen.Select(AnyQuantity.Array[0, 3], AnyPrice.Array[4]), Gen.Enum<TierMode>(), Gen.OneOf(Gen.Const((string?)null), Text.Select(text => (string?)text)),
        (flat, tiers, mode, counter) => tiers.Item1.Length == 0
            ? flat with { Counter = counter }
            : flat with
            {
                Credits = Credits.Zero,
                Counter = counter,
                TierMode = mode,
                Tiers = [.. tiers.Item1.Select((upTo, i) => new Tier(upTo, tiers.Item2[i])), new(null, tiers.Item2[^1])],
            });

    internal static readonly Gen<Condition> AnyCondition = Text.SelectMany(dimension => Gen.OneOf(
        Text.Select(value => Condition.EqualTo(dimension, value)),
        Text.Array[1, 4].Select(values => Condition.In(dimension, values)),
        Text.Select(prefix => Condition.StartsWith(dimension, prefix)),
        Gen.Select(Gen.Decimal[-1000, 1000], Gen.Bool, (number, from) => Condition.Between(dimension, from ? number : null, from ? null : number))));

    private static readonly Gen<Rounding> AnyRounding = Gen.Select(Gen.Enum<RoundingMode>(), AnyPrice, (mode, step) => new Rounding(mode, step));

    internal static readonly Gen<ImmutableArray<Rate>> AnyRates = Gen.Select(
        Text, Gen.OneOfConst(CreditType.Default, CreditType.Parse("premium")), AnyCondition.Array[0, 3], AnyComponent.Array[0, 3], AnyRounding, AnyPrice.Array[0, 2],
        (meter, type, conditions, components, rounding, bounds) => new Rate
        {
            Meter = meter,
            CreditType = type,
            Conditions = [.. conditions],
            Components = [.. components],
            Rounding = rounding,
            Minimum = bounds.Length > 0 ? bounds[0] : null,
            Maximum = bounds.Length > 1 ? bounds[1] : null,
        })
        .Array[0, 6].Select(rates => rates.ToImmutableArray());

    private static readonly Gen<PriceList> AnyPrices = Gen.Select(
        AnyRates, Gen.Enum<UnknownMeters>(), Gen.OneOfConst("USD", "EUR", "x"), (rates, unknown, currency) => new PriceList(rates) { UnknownMeters = unknown, CostCurrency = currency });

    [Theory]
    [InlineData("1.50", true)]
    [InlineData("-1e3", true)]
    [InlineData("1e-28", true)]
    [InlineData("0.0", true)]
    [InlineData("0.99999999999999999999999999999", false)]
    [InlineData("1.5e-28", false)]
    [InlineData("1e-30", false)]
    [InlineData("1e29", false)]
    public void A_range_ends_where_it_says_or_is_refused(string end, bool taken)
    {
        var json = $$"""{"rates":[{"meter":"image","conditions":[{"dimension":"size","from":-10000,"below":10},{"dimension":"width","below":{{end}}}],"components":[{"credits":1}]}]}""";

        Read(json, out var faults, out var readable);

        readable.ShouldBe(taken);
        if (!taken) faults.ShouldHaveSingleItem().ShouldBe(new Fault("rates[0].conditions[1].below", $"Must be a number of at most 28 digits, but is {end}."));
    }

    [Fact]
    public void What_is_written_reads_back_the_same() =>
        AnyPrices.Sample(prices =>
        {
            var read = Read(RateCardJson.Write(prices), out var faults, out var readable);

            readable.ShouldBeTrue();
            read.ShouldBe(prices);
            faults.AsSpan().SequenceEqual(RateCardFaults.Of(prices).AsSpan()).ShouldBeTrue();
        }, iter: 2_000);

    [Fact]
    public void Everything_optional_may_be_left_out()
    {
        var rates = Read("""{"rates":[{"meter":"image","components":[{"credits":5}]}]}""", out var faults, out _);

        faults.ShouldBeEmpty();
        rates.Rates.ShouldHaveSingleItem().ShouldBe(new() { Meter = "image", Components = [new(null, Credits.Of(5), 1)] });
    }

    [Fact]
    public void Tiers_included_units_bounds_rounding_and_ranges_are_read()
    {
        var prices = Read(
            """
            {"unknownMeters":"free","costCurrency":"EUR","rates":[{"meter":"api","minimum":0.5,"maximum":9,"rounding":{"mode":"up","step":0.1},
              "conditions":[{"dimension":"size","from":256,"below":1024.5}],
              "components":[{"quantity":"calls","tierMode":"volume","tiers":[{"upTo":1000,"credits":1},{"credits":0.5}],"per":10,"included":500,"counter":"calls","cost":0.002}]}]}
            """, out var faults, out _);

        faults.ShouldBeEmpty();
        prices.ShouldBe(new([new()
        {
            Meter = "api",
            Minimum = Credits.Of(0.5m),
            Maximum = Credits.Of(9),
            Rounding = new(RoundingMode.Up, Credits.Of(0.1m)),
            Conditions = [Condition.Between("size", 256, 1024.5m)],
            Components =
            [
                new("calls", Credits.Zero, Per: 10)
                {
                    TierMode = TierMode.Volume,
                    Tiers = [new(Quantity.FromMillionths(1_000_000_000), Credits.Of(1)), new(null, Credits.Of(0.5m))],
                    Included = Quantity.FromMillionths(500_000_000),
                    Counter = "calls",
                    CostMillionths = 2_000,
                },
            ],
        }])
        { UnknownMeters = UnknownMeters.Free, CostCurrency = "EUR" });
    }

    [Theory]
    [InlineData("null", "body: Must be an object, but is null.")]
    [InlineData("[]", "body: Must be an object, but is a list.")]
    [InlineData("{}", "rates: Missing; must be a list.")]
    [InlineData("""{"rates":{}}""", "rates: Must be a list, but is an object.")]
    [InlineData("""{"rates":[],"rate":1}""", "rate: Unknown property; known are rates, unknownMeters, costCurrency.")]
    [InlineData("""{"rates":[1]}""", "rates[0]: Must be an object, but is 1.")]
    [InlineData("""{"rates":[{"components":[{"credits":1}]}]}""", "rates[0].meter: Missing; must be text.")]
    [InlineData("""{"rates":[{"meter":7,"components":[{"credits":1}]}]}""", "rates[0].meter: Must be text, but is 7.")]
    [InlineData("""{"rates":[{"meter":null,"components":[{"credits":1}]}]}""", "rates[0].meter: Must be text, but is null.")]
    [InlineData("""{"rates":[{"meter":"\ud800","components":[{"credits":1}]}]}""", "rates[0].meter: Must be text, but is not valid Unicode.")]
    [InlineData("""{"rates":[{"meter":"m"}]}""", "rates[0].components: Missing; must be a list.")]
    [InlineData("""{"rates":[{"meter":"m","components":"all"}]}""", "rates[0].components: Must be a list, but is text.")]
    [InlineData("""{"rates":[{"meter":"m","components":[true]}]}""", "rates[0].components[0]: Must be an object, but is true.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1}],"tiers":[]}]}""", "rates[0].tiers: Unknown property; known are meter, creditType, conditions, components, minimum, maximum, rounding.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1}],"creditType":"Gold!"}]}""", "rates[0].creditType: 'Gold!' is not a credit type: 1 to 32 characters out of a-z 0-9 -.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1}],"creditType":{}}]}""", "rates[0].creditType: Must be text, but is an object.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"quantity":"n"}]}]}""", "rates[0].components[0].credits: Missing; must be a number of credits.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1,"quantity":[]}]}]}""", "rates[0].components[0].quantity: Must be text, but is a list.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1,"per":1.5}]}]}""", "rates[0].components[0].per: Must be a whole number, but is 1.5.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1,"per":"1"}]}]}""", "rates[0].components[0].per: Must be a whole number, but is text.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1,"price":1}]}]}""", "rates[0].components[0].price: Unknown property; known are quantity, credits, per, tiers, tierMode, included, counter, cost.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1}],"conditions":{}}]}""", "rates[0].conditions: Must be a list, but is an object.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1}],"conditions":["x"]}]}""", "rates[0].conditions[0]: Must be an object, but is text.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1}],"conditions":[{"equals":"x"}]}]}""", "rates[0].conditions[0].dimension: Missing; must be text.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1}],"conditions":[{"dimension":"d"}]}]}""", "rates[0].conditions[0]: A condition has exactly one of 'equals', 'in', 'prefix' and the range 'from', 'below'.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1}],"conditions":[{"dimension":"d","equals":"x","in":["x"]}]}]}""", "rates[0].conditions[0]: A condition has exactly one of 'equals', 'in', 'prefix' and the range 'from', 'below'.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1}],"conditions":[{"dimension":"d","in":"x"}]}]}""", "rates[0].conditions[0].in: Must be a list, but is text.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1}],"conditions":[{"dimension":"d","in":["x",1]}]}]}""", "rates[0].conditions[0].in[1]: Must be text, but is 1.")]
    [InlineData("""{"rates":[{"meter":"m","components":[{"credits":1}],"conditions":[{"dimension":"d","prefix":false}]}]}""", "rates[0].conditions[0].prefix: Must be text, but is false.")]
    public void What_is_no_rate_card_is_told_with_its_path(string json, string fault)
    {
        Read(json, out var faults, out var readable);

        readable.ShouldBeFalse();
        faults.Select(found => $"{found.Path}: {found.Message}").ShouldContain(fault);
    }

    [Theory]
    [InlineData("1e-30")]
    [InlineData("0.0000001")]
    [InlineData("1.00000000000000000000000000000000000001")]
    [InlineData("100000000000000000000001e-29")]
    [InlineData("8000000000.000001")]
    [InlineData("1e400")]
    [InlineData("\"1\"")]
    [InlineData("null")]
    public void A_price_is_never_rounded_to_one_that_fits(string credits)
    {
        Read($$"""{"rates":[{"meter":"m","components":[{"credits":{{credits}}}]}]}""", out var faults, out var readable);

        readable.ShouldBeFalse();
        faults.ShouldHaveSingleItem().Path.ShouldBe("rates[0].components[0].credits");
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        Read("""{"rates":[{"meter":1,"components":[{"per":0.5}]},{"conditions":[{"dimension":"d"}],"x":1,"components":[]}]}""", out var faults, out _);

        faults.Select(fault => fault.Path).ShouldBe(
            ["rates[0].meter", "rates[0].components[0].credits", "rates[0].components[0].per", "rates[1].x", "rates[1].meter", "rates[1].conditions[0]"], ignoreOrder: true);
    }

    [Fact]
    public void Of_very_many_faults_the_first_thousand_are_told()
    {
        Read($$"""{"rates":[{{string.Join(',', Enumerable.Repeat("1", 50_000))}}]}""", out var faults, out _);

        faults.Length.ShouldBe(1_001);
        faults[^1].ShouldBe(new("body", "There are more faults; mend these first."));
    }

    [Fact]
    public void A_readable_draft_tells_what_keeps_it_from_being_published()
    {
        Read("""{"rates":[{"meter":"m","components":[{"credits":-1,"per":0}]}]}""", out var faults, out var readable);

        readable.ShouldBeTrue();
        faults.Select(fault => fault.Path).ShouldBe(["rates[0].components[0].credits", "rates[0].components[0].per"]);
    }

    private static PriceList Read(string json, out ImmutableArray<Fault> faults, out bool readable)
    {
        using var document = JsonDocument.Parse(json);
        return RateCardJson.Read(document.RootElement, out faults, out readable);
    }
}
