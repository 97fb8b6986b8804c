using Credits.Plans;
using Credits.Subscriptions;

namespace Credits.Tests.Subscriptions;

public sealed class Joining_should
{
    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), May = April.AddMonths(1), MidApril = April.AddDays(15);

    private static readonly Plan Pro = Given.Plan("pro", Given.Allotment(300), Given.Allotment(5, "extra"));

    [Fact]
    public void Begin_every_allotment_when_an_account_comes() =>
        Joining.To(Pro, MidApril, []).ShouldBe(new(Pro.Terms, new("pro", MidApril, [new("monthly", MidApril), new("extra", MidApril)])));

    [Fact]
    public void Go_on_with_what_was_granted_beyond_the_moment() =>
        Joining.To(Pro, MidApril, [new("pro", April, [new("monthly", May), new("extra", April.AddDays(1))])]).Turn
            .ShouldBe(new("pro", April, [new("monthly", May), new("extra", MidApril)]));

    [Fact]
    public void Begin_anew_where_nothing_was() =>
        Joining.To(Pro, May, [new("pro", April, [new("monthly", May), new("extra", MidApril)])]).Turn.ShouldBe(new("pro", May, [new("monthly", May), new("extra", May)]));

    [Fact]
    public void Not_mind_turns_on_other_plans() =>
        Joining.To(Pro, MidApril, [new("free", April, [new("monthly", May)])]).Turn.Since.ShouldBe(MidApril);

    [Fact]
    public void Give_what_was_taken_back_from_the_return_on() =>
        Joining.To(Pro, MidApril, [new("pro", April, [new("monthly", May) { AtMost = Credits.Of(99) }])]).Turn.Find("monthly").ShouldBe(new("monthly", MidApril) { AtMost = Credits.Of(99) });

    [Fact]
    public void Know_what_was_granted_of_an_allotment_that_the_plan_has_left_out_since() =>
        Joining.To(Given.Plan("pro", Given.Allotment(300)), MidApril, [new("pro", April, [new("monthly", May), new("extra", May), new("old", MidApril)])]).Turn.Granted
            .ShouldBe([new("monthly", May), new("old", MidApril), new("extra", May)], "the plan's own first, then what was granted furthest last");

    [Fact]
    public void Leave_what_was_granted_under_changed_terms_and_begin_what_is_new()
    {
        var changed = Given.Plan("pro", Given.Allotment(500), Given.Allotment(1, "new")).Terms;

        new Subscription(Pro.Terms, new("pro", April, [new("monthly", May), new("extra", May)])).Under(changed, MidApril)
            .ShouldBe(new(changed, new("pro", April, [new("monthly", May), new("new", MidApril), new("extra", May)])));
    }

    [Fact]
    public void Forget_of_what_was_left_out_no_more_than_it_must()
    {
        var old = Enumerable.Range(0, PlanTerms.MaxAllotments + 1).Select(i => new GrantedThrough($"old {i}", April.AddDays(i))).ToList();

        new Subscription(PlanTerms.None, new("pro", April, [.. old])).Under(PlanTerms.None, May).Turn.Granted.ShouldBe(old.Skip(1), "those that were granted furthest are remembered");
    }
}
