using Credits.Accounts;
using Credits.Periods;
using Credits.Plans;

namespace Credits.Tests.Stories;

public sealed class Sleeping_timer_story
{
    private static readonly Plan Pro = Offered.Plan("pro", Offered.Monthly(500) with { Rollover = new(Percent: 100, Minimum: null, Maximum: Credits.Of(250), Periods: 1) });

    [Fact]
    public void After_three_periods_everything_stands_as_if_the_timer_had_come_every_day()
    {
        var slept = Story.With(Pro).On("2026-01-01").Joins("pro").Uses(100).On("2026-04-10");
        var came = Story.With(Pro).On("2026-01-01").Joins("pro").Uses(100);
        for (var day = new DateOnly(2026, 1, 2); day <= new DateOnly(2026, 4, 10); day = day.AddDays(1)) came.On($"{day:O}");

        foreach (var story in new[] { slept, came })
        {
            story.ShouldHave(500 + 250).ShouldHaveBeen(granted: 2_000, expired: 150 + (250 + 250) + (250 + 250)).ShouldHaveBeenAllotted(
                "500 2026-01-01 – 2026-02-01", "500 2026-02-01 – 2026-03-01", "500 2026-03-01 – 2026-04-01", "500 2026-04-01 – 2026-05-01");
        }

        slept.Account.OpenGrants.ShouldBe(came.Account.OpenGrants);
    }

    [Fact]
    public void Overdraft_is_repaid_by_each_allotment_in_its_turn() =>
        Story.With(Pro)
            .On("2026-01-01").Joins("pro").Uses(1_900).ShouldOwe(1_400)
            .On("2026-03-20").ShouldHave(0).ShouldOwe(400)
            .On("2026-04-10").ShouldHave(100).ShouldOwe(0);

    [Fact]
    public void What_comes_at_one_moment_repays_in_burn_order_whichever_the_plan_names_first() =>
        Story.With(Offered.Plan("pro", Offered.Monthly(100, "kept") with { Lifetime = Lifetime.Never }, Offered.Monthly(100, "lost")))
            .On("2026-01-01").Joins("pro").Uses(300).ShouldOwe(100)
            .On("2026-03-01").ShouldHave(100 + 100 + 100).ShouldHaveBeen(granted: 600);

    [Fact]
    public void Going_and_coming_back_while_it_slept_grants_nothing_twice() =>
        Story.With(Pro, Offered.Plan("free"))
            .On("2026-01-01").Joins("pro").ShouldHave(500)
            .WillJoin("free", at: "2026-01-10").WillJoin("pro", at: "2026-01-20")
            .On("2026-02-10").ShouldHaveBeenAllotted("500 2026-01-01 – 2026-02-01", "500 2026-02-01 – 2026-03-01");

    [Fact]
    public void An_allotment_that_waits_for_room_is_granted_as_soon_as_an_expiry_makes_some()
    {
        var story = Story.With(Offered.Plan("daily", new Allotment("daily", Credits.Of(1), new(new(1, TermUnit.Day), CycleAnchor.Calendar)) { Lifetime = Lifetime.Of(new(100, TermUnit.Day)) }));

        story.On("2026-01-01").Joins("daily").On("2026-04-01").ShouldHave(Account.MaxOpenGrants)
            .On("2026-04-20 00:10").ShouldHave(Account.MaxOpenGrants);

        story.Account.OpenGrants.Max(grant => grant.EffectiveAt).ShouldBe(new(2026, 4, 10, 0, 0, 0, TimeSpan.Zero));
        story.ShouldHaveBeen(granted: 100, expired: 10);
    }

    [Fact]
    public void A_change_on_the_very_boundary_comes_before_what_begins_there() =>
        Story.With(Pro, Offered.Plan("starter", Offered.Monthly(100)))
            .On("2026-01-01").Joins("pro").WillJoin("starter", at: "2026-03-01")
            .On("2026-04-10").ShouldBeOn("starter").ShouldHaveBeenAllotted(
                "500 2026-01-01 – 2026-02-01", "500 2026-02-01 – 2026-03-01", "100 2026-03-01 – 2026-04-01", "100 2026-04-01 – 2026-05-01");
}
