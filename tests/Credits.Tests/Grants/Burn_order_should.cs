using System.Collections.Immutable;
using Credits.Grants;

namespace Credits.Tests.Grants;

public sealed class Burn_order_should
{
    private static readonly Gen<Grant> Grants = Gen.Select(
        AnyGrant.Of(ids: 50), Gen.OneOfConst(null, OwnGrantId.OfAllotment(9), OwnGrantId.OfRollover(10), OwnGrantId.OfAllotment(100), "b", "m", "s"), (grant, id) => id is null ? grant : grant with { Id = id });

    [Fact]
    public void Put_the_lowest_priority_number_first() =>
        Order(
            Given.Grant(1, "urgent", GrantKind.Purchase, until: null, priority: 1),
            Given.Grant(1, "ordinary", GrantKind.Promo, until: Given.Noon.AddDays(1)));

    [Fact]
    public void Then_put_the_soonest_expiry_first_and_never_last() =>
        Order(
            Given.Grant(1, "this month", GrantKind.Purchase, until: Given.Noon.AddDays(20)),
            Given.Grant(1, "next month", GrantKind.Promo, until: Given.Noon.AddDays(50)),
            Given.Grant(1, "for ever", GrantKind.Promo, until: null));

    [Fact]
    public void Then_burn_gifts_before_what_was_paid_for() =>
        Order(
            Given.Grant(1, "d", GrantKind.Promo),
            Given.Grant(1, "c", GrantKind.Allotment),
            Given.Grant(1, "b", GrantKind.Adjustment),
            Given.Grant(1, "a", GrantKind.Purchase));

    [Fact]
    public void Treat_adjustments_and_refunds_alike() =>
        Order(
            Given.Grant(1, "earlier", GrantKind.Refund, from: Given.Noon.AddDays(-9)),
            Given.Grant(1, "later", GrantKind.Adjustment, from: Given.Noon.AddDays(-8)));

    [Fact]
    public void Then_put_the_earliest_effect_first() =>
        Order(
            Given.Grant(1, "z", from: Given.Noon.AddDays(-2)),
            Given.Grant(1, "a", from: Given.Noon.AddDays(-1)));

    [Fact]
    public void Then_burn_what_would_be_lost_at_its_end_before_what_rolls_over() =>
        Order(
            Given.Grant(1, "rolled over", GrantKind.Allotment),
            Given.Grant(1, "new", GrantKind.Allotment) with { Rollover = new(Percent: 100, Minimum: null, Maximum: null, ExpiresAt: null) });

    [Fact]
    public void Then_burn_the_older_of_those_that_the_account_made_by_itself() =>
        Order(
            Given.Grant(1, OwnGrantId.OfRollover(9)), Given.Grant(1, OwnGrantId.OfAllotment(10)), Given.Grant(1, OwnGrantId.OfRollover(11)),
            Given.Grant(1, OwnGrantId.OfRollover(99)), Given.Grant(1, OwnGrantId.OfAllotment(100)), Given.Grant(1, "a gift"));

    [Fact]
    public void Decide_by_id_when_all_else_is_equal() => Order(Given.Grant(1, "A"), Given.Grant(1, "a"), Given.Grant(1, "b"));

    [Fact]
    public void Never_let_two_grants_with_different_ids_tie() =>
        Gen.Select(Grants, Grants).Sample((x, y) => (BurnOrder.Instance.Compare(x, y) == 0).ShouldBe(x.Id == y.Id && Rank(x) == Rank(y)));

    [Fact]
    public void Be_antisymmetric_and_transitive() =>
        Gen.Select(Grants, Grants, Grants).Sample((x, y, z) =>
        {
            var order = BurnOrder.Instance;

            Math.Sign(order.Compare(x, y)).ShouldBe(-Math.Sign(order.Compare(y, x)));
            if (order.Compare(x, y) <= 0 && order.Compare(y, z) <= 0) order.Compare(x, z).ShouldBeLessThanOrEqualTo(0);
        }, iter: 2_000);

    [Fact]
    public void Not_depend_on_what_is_left_of_a_grant() =>
        Gen.Select(Grants, Grants).Sample((x, y) =>
            BurnOrder.Instance.Compare(x with { Remaining = Credits.FromMillionths(1) }, y).ShouldBe(BurnOrder.Instance.Compare(x, y)));

    [Fact]
    public void Stay_kept_by_every_insertion() =>
        Grants.Array[0, 12].Sample(grants =>
        {
            var ordered = grants.Aggregate(ImmutableArray<Grant>.Empty, BurnOrder.Insert);

            ordered.ShouldBe(ordered.Order(BurnOrder.Instance));
            ordered.Length.ShouldBe(grants.Length);
        });

    private static (int, DateTimeOffset?, GrantKind, DateTimeOffset) Rank(Grant grant) =>
        (grant.Priority, grant.ExpiresAt, grant.Kind == GrantKind.Refund ? GrantKind.Adjustment : grant.Kind, grant.EffectiveAt);

    private static void Order(params Grant[] expected)
    {
        expected.Reverse().Order(BurnOrder.Instance).Select(grant => grant.Id).ShouldBe(expected.Select(grant => grant.Id));
        expected.Order(BurnOrder.Instance).Select(grant => grant.Id).ShouldBe(expected.Select(grant => grant.Id));
    }
}
