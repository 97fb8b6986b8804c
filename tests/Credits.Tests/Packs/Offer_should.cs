using Credits.Grants;
using Credits.Packs;
using Credits.Periods;

namespace Credits.Tests.Packs;

public sealed class Offer_should
{
    private static readonly Pack Ten = new("ten", "Ten", Credits.Of(10), new(1_000, "EUR"))
    {
        CreditType = Given.Premium,
        Tiers = [new(5, 900), new(20, 800)],
        Bonus = new(Credits.Of(0.5m), new Term(1, TermUnit.Month)),
        Lifetime = new Term(12, TermUnit.Month),
        Priority = 50,
    };

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(4, 4_000)]
    [InlineData(5, 4_500)]
    [InlineData(19, 17_100)]
    [InlineData(20, 16_000)]
    public void Cost_for_all_what_the_tier_says_that_the_quantity_reaches(int quantity, long price) => Of(Ten, quantity).Price.ShouldBe(new(price, "EUR"));

    [Fact]
    public void Grant_what_was_bought_under_the_payments_id_with_its_cost_and_the_bonus_apart()
    {
        var grants = Of(Ten, 5).GrantsFor("pi_1", Given.Noon, Calendar.Default);

        grants.ShouldBe([
            new Grant
            {
                Id = "pi_1", Kind = GrantKind.Purchase, CreditType = Given.Premium, Amount = Credits.Of(50), Remaining = Credits.Of(50), EffectiveAt = Given.Noon, ExpiresAt = Given.Noon.AddYears(1),
                Priority = 50, Reference = "5 × pack ten", Cost = new(4_500, "EUR"),
            },
            new Grant
            {
                Id = "pi_1-bonus", Kind = GrantKind.Promo, CreditType = Given.Premium, Amount = Credits.Of(2.5m), Remaining = Credits.Of(2.5m), EffectiveAt = Given.Noon, ExpiresAt = Given.Noon.AddMonths(1),
                Priority = 50, Reference = "5 × pack ten",
            },
        ]);
    }

    [Fact]
    public void Let_a_bonus_without_a_lifetime_live_as_long_as_what_was_bought() =>
        Of(Ten with { Bonus = new(Credits.Of(1), Lifetime: null) }, 1).GrantsFor("pi_1", Given.Noon, Calendar.Default)[1].ExpiresAt.ShouldBe(Given.Noon.AddYears(1));

    [Fact]
    public void Grant_for_ever_and_nothing_beside_when_the_pack_says_nothing()
    {
        var grant = Of(new("ten", "Ten", Credits.Of(10), new(1_000, "EUR")), 1).GrantsFor("pi_1", Given.Noon, Calendar.Default).ShouldHaveSingleItem();

        (grant.ExpiresAt, grant.Reference, grant.Priority).ShouldBe((null, "Pack ten", Grant.DefaultPriority));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Pack.MaxQuantity + 1)]
    [InlineData(int.MaxValue)]
    public void Be_made_for_a_quantity_that_can_be_bought(int quantity) => Offer.Of(Ten, quantity).Fault!.Path.ShouldBe("quantity");

    [Fact]
    public void Not_be_made_beyond_what_a_payment_or_an_amount_can_be()
    {
        Offer.Of(Ten with { Price = new(Money.MaxAmount, "EUR"), Tiers = [] }, 2).Fault!.Path.ShouldBe("quantity");
        Offer.Of(Ten with { Credits = Credits.Max }, 2).Fault!.Path.ShouldBe("quantity");
        Offer.Of(Ten with { Bonus = new(Credits.Max, Lifetime: null) }, 2).Fault!.Path.ShouldBe("quantity");
        Offer.Of(Ten with { Credits = Credits.Max, Bonus = null }, 1).Offer!.Credits.ShouldBe(Credits.Max);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-5, 0)]
    [InlineData(1, 0.003333)]
    [InlineData(1_500, 5)]
    [InlineData(3_000, 10)]
    [InlineData(3_001, 10)]
    public void Share_out_by_the_money_that_went_back_rounded_down(long back, decimal credits) =>
        Of(new("ten", "Ten", Credits.Of(10), new(3_000, "EUR")), 1).ShareOf(Credits.Of(10), back).ShouldBe(Credits.Of(credits));

    [Fact]
    public void Share_out_never_more_for_less_and_all_for_all() =>
        Gen.Select(Gen.Long[1, Credits.Max.Millionths], Gen.Long[1, Money.MaxAmount], Gen.Long[0, Money.MaxAmount], Gen.Long[0, Money.MaxAmount]).Sample((millionths, price, one, other) =>
        {
            var (granted, offer) = (Credits.FromMillionths(millionths), new Offer("ten", 1, new(price, "EUR"), Credits.FromMillionths(millionths)));
            var (less, more) = (Math.Min(one, other), Math.Max(one, other));

            offer.ShareOf(granted, less).ShouldBeLessThanOrEqualTo(offer.ShareOf(granted, more));
            offer.ShareOf(granted, price).ShouldBe(granted);
            offer.ShareOf(granted, 0).ShouldBe(Credits.Zero);
        });

    private static Offer Of(Pack pack, int quantity) => Offer.Of(pack, quantity).Offer.ShouldNotBeNull();
}
