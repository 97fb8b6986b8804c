using System.Collections.Immutable;
using Credits.Burning;
using Credits.Grants;

namespace Credits.Tests.Burning;

public sealed class Burn_should
{
    [Fact]
    public void Take_a_charge_from_one_grant_that_covers_it()
    {
        var burn = Burn(0.506m, Given.Grant(100, "pack"));

        burn.Portions.ShouldBe([new Portion("pack", Credits.Of(0.506m))]);
        burn.Uncovered.ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Go_on_to_the_next_grant_where_the_first_ends()
    {
        var burn = Burn(12, Given.Grant(5, "promo", GrantKind.Promo), Given.Grant(100, "pack"));

        burn.Portions.ShouldBe([new Portion("promo", Credits.Of(5)), new Portion("pack", Credits.Of(7))]);
    }

    [Fact]
    public void Leave_uncovered_what_no_grant_has()
    {
        var burn = Burn(12, Given.Grant(5, "promo"));

        burn.Portions.ShouldBe([new Portion("promo", Credits.Of(5))]);
        burn.Uncovered.ShouldBe(Credits.Of(7));
    }

    [Fact]
    public void Take_nothing_from_an_expired_grant() => Burn(1, Given.Grant(5, until: Given.Noon)).Portions.ShouldBeEmpty();

    [Fact]
    public void Take_nothing_from_a_grant_before_its_effect() => Burn(1, Given.Grant(5, from: Given.Noon.AddTicks(1))).Portions.ShouldBeEmpty();

    [Fact]
    public void Use_a_grant_at_the_very_moment_of_its_effect() => Burn(1, Given.Grant(5, from: Given.Noon)).Uncovered.ShouldBe(Credits.Zero);

    [Fact]
    public void Skip_a_grant_that_does_not_pay_for_the_meter() =>
        Burn(1, Given.Grant(5, "images", priority: 1, meters: "image"), Given.Grant(5, "any")).Portions.Single().Grant.ShouldBe("any");

    [Fact]
    public void Never_mix_credit_types() =>
        Burn(1, Given.Grant(5, "premium", priority: 1, type: Given.Premium), Given.Grant(5, "plain")).Portions.Single().Grant.ShouldBe("plain");

    [Fact]
    public void Take_no_portion_for_a_free_event()
    {
        var burn = Burn(0, Given.Grant(5));

        burn.Portions.ShouldBeEmpty();
        burn.Uncovered.ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Repay_overdraft_only_from_grants_that_pay_for_every_meter()
    {
        var grants = Ordered(Given.Grant(5, "images", priority: 1, meters: "image"), Given.Grant(5, "any"));

        var burn = global::Credits.Burning.Burn.ToRepay(Credits.Of(3), CreditType.Default, Given.Noon, grants);

        burn.Portions.ShouldBe([new Portion("any", Credits.Of(3))]);
    }

    [Fact]
    public void Conserve_every_millionth_and_take_only_what_is_there() =>
        Gen.Select(AnyGrant.Of(ids: 1_000).Array[0, 8], Gen.Long[0, 60_000_000], Gen.OneOfConst(AnyGrant.Meters), Gen.Int[-3, 3])
        .Sample((given, millionths, meter, hours) =>
        {
            var grants = Ordered([.. given.DistinctBy(grant => grant.Id)]);
            var charge = Given.Charge(millionths / 1_000_000m);
            var at = Given.Noon.AddHours(hours);

            var burn = global::Credits.Burning.Burn.Of(charge, meter, at, grants, held: []);

            (burn.Portions.Sum(portion => portion.Amount.Millionths) + burn.Uncovered.Millionths).ShouldBe(millionths);
            burn.Uncovered.ShouldBeGreaterThanOrEqualTo(Credits.Zero);
            foreach (var (id, amount) in burn.Portions)
            {
                var grant = grants.Single(grant => grant.Id == id);
                amount.ShouldBeGreaterThan(Credits.Zero);
                amount.ShouldBeLessThanOrEqualTo(grant.Remaining);
                (grant.IsUsableAt(at) && grant.Admits(meter) && grant.CreditType == charge.CreditType).ShouldBeTrue();
            }
        }, iter: 1_000);

    [Fact]
    public void Empty_every_earlier_grant_before_it_touches_a_later_one() =>
        Gen.Select(AnyGrant.Of(ids: 1_000).Array[0, 8], Gen.Long[1, 60_000_000]).Sample((given, millionths) =>
        {
            var grants = Ordered([.. given.DistinctBy(grant => grant.Id)]);

            var burn = global::Credits.Burning.Burn.Of(Given.Charge(millionths / 1_000_000m), "llm.call", Given.Noon, grants, held: []);

            var payers = grants.Where(grant => grant.CreditType == CreditType.Default && grant.IsUsableAt(Given.Noon) && grant.Admits("llm.call")).ToArray();
            burn.Portions.Select(portion => portion.Grant).ShouldBe(payers.Take(burn.Portions.Length).Select(grant => grant.Id));
            burn.Portions.SkipLast(1).Select(portion => portion.Amount).ShouldBe(payers.Take(burn.Portions.Length - 1).Select(grant => grant.Remaining));
            if (burn.Uncovered > Credits.Zero) burn.Portions.Length.ShouldBe(payers.Length);
        }, iter: 1_000);

    private static Burn Burn(decimal amount, params Grant[] grants) =>
        global::Credits.Burning.Burn.Of(Given.Charge(amount), "llm.call", Given.Noon, Ordered(grants), held: []);

    private static ImmutableArray<Grant> Ordered(params Grant[] grants) => [.. grants.Order(BurnOrder.Instance)];
}
