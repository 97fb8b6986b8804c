using Credits.Periods;
using Credits.Plans;

namespace Credits.Tests.Stories;

/// <summary>April has 30 days; on the 16th, half of them are left.</summary>
public sealed class Plan_change_story
{
    private static readonly Plan Starter = Offered.Plan("starter", Offered.Monthly(100));
    private static readonly Plan Pro = Offered.Plan("pro", Offered.Monthly(1_000));

    [Fact]
    public void An_upgrade_without_proration_gives_the_whole_month_and_takes_nothing_back() =>
        Story.With(Starter, Pro)
            .On("2026-04-01").Joins("starter").ShouldHave(100)
            .On("2026-04-10").Uses(40).ShouldHave(60)
            .On("2026-04-16 14:00").Joins("pro").ShouldHave(60 + 1_000)
            .On("2026-05-01 00:10").ShouldHave(1_000).ShouldHaveBeen(granted: 2_100, expired: 1_060);

    [Fact]
    public void An_upgrade_by_days_gives_the_share_of_the_days_that_are_left_and_takes_back_the_old_plans() =>
        Story.With(Starter.ByDays(), Pro.ByDays())
            .On("2026-04-01").Joins("starter").ShouldHave(100)
            .On("2026-04-10").Uses(40).ShouldHave(60)
            .On("2026-04-16 14:00").Joins("pro").ShouldHave(60 - 50 + 500).ShouldHaveBeen(granted: 600, givenBack: 50)
            .On("2026-05-01 00:10").ShouldHave(1_000).ShouldHaveBeen(granted: 1_600, givenBack: 50, expired: 510);

    [Fact]
    public void Who_has_used_more_than_its_share_gives_back_what_is_left() =>
        Story.With(Starter.ByDays(), Pro.ByDays())
            .On("2026-04-01").Joins("starter").Uses(80)
            .On("2026-04-16").Joins("pro").ShouldHave(500).ShouldHaveBeen(granted: 600, givenBack: 20);

    [Fact]
    public void What_is_held_is_not_given_back() =>
        Story.With(Starter.ByDays(), Pro.ByDays())
            .On("2026-04-01").Joins("starter")
            .On("2026-04-16").SetsAside(80, until: "2026-04-16 12:00").Joins("pro").ShouldHave(500).ShouldHaveBeen(granted: 600, givenBack: 20)
            .On("2026-04-16 12:00").ShouldHave(500 + 80);

    [Fact]
    public void A_downgrade_at_the_end_of_the_period_keeps_what_was_paid_for_until_then() =>
        Story.With(Starter, Pro)
            .On("2026-04-01").Joins("pro")
            .On("2026-04-16").WillJoinAtPeriodEnd("starter").ShouldBeOn("pro").ShouldHave(1_000)
            .On("2026-04-30 23:59").ShouldBeOn("pro").ShouldHave(1_000)
            .On("2026-05-01").ShouldBeOn("starter").ShouldHave(100).ShouldHaveBeenAllotted("1000 2026-04-01 – 2026-05-01", "100 2026-05-01 – 2026-06-01");

    [Fact]
    public void A_trial_of_14_days_becomes_a_free_plan_by_itself() =>
        Story.With(
                new Plan("trial") { Terms = new() { Trial = new(Days: 14, Then: "free"), Allotments = [Offered.EachMonth(1_000) with { Lifetime = Lifetime.Of(new Term(14, TermUnit.Day)) }] } },
                Offered.Plan("free", Offered.Monthly(50)))
            .On("2026-03-05 15:00").Joins("trial").ShouldHave(1_000)
            .On("2026-03-19 14:59").ShouldBeOn("trial").ShouldHave(1_000)
            .On("2026-03-19 15:00").ShouldBeOn("free").ShouldHave(50)
            .On("2026-04-01 00:10").ShouldHave(50).ShouldHaveBeen(granted: 1_100, expired: 1_050);

    [Fact]
    public void A_trial_that_is_upgraded_has_no_end() =>
        Story.With(Offered.Plan("trial") with { Terms = new() { Trial = new(Days: 14, Then: "free") } }, Offered.Plan("free"), Pro)
            .On("2026-03-05").Joins("trial")
            .On("2026-03-07").Joins("pro")
            .On("2026-04-05").ShouldBeOn("pro");
}
