using Credits.Plans;

namespace Credits.Tests.Stories;

public sealed class Rollover_story
{
    private static readonly Allotment FiveHundred = Offered.Monthly(500);

    [Fact]
    public void Of_500_credits_a_month_up_to_250_roll_over_for_one_period() =>
        Story.With(Offered.Plan("pro", FiveHundred with { Rollover = new(Percent: 100, Minimum: null, Maximum: Credits.Of(250), Periods: 1) }))
            .On("2026-01-01").Joins("pro").ShouldHave(500)
            .On("2026-01-20").Uses(100).ShouldHave(400)
            .On("2026-02-01 00:10").ShouldHave(500 + 250).ShouldHaveBeen(granted: 1_000, expired: 150)
            // What rolled over burns first: it would be lost at the end of the month, and what is new rolls over.
            .On("2026-02-20").Uses(300).ShouldHave(450)
            .On("2026-03-01 00:10").ShouldHave(500 + 250).ShouldHaveBeen(granted: 1_500, expired: 150 + 200)
            .On("2026-04-01 00:10").ShouldHave(500 + 250).ShouldHaveBeen(granted: 2_000, expired: 150 + 200 + 250 + 250);

    [Fact]
    public void Half_of_what_is_left_rolls_over_for_ever_but_at_least_20_of_them() =>
        Story.With(Offered.Plan("pro", FiveHundred with { Rollover = new(Percent: 50, Minimum: Credits.Of(20), Maximum: null, Periods: null) }))
            .On("2026-01-01").Joins("pro").Uses(470).ShouldHave(30)
            .On("2026-02-01 00:10").ShouldHave(500 + 20).ShouldHaveBeen(granted: 1_000, expired: 10)
            .On("2026-02-15").Uses(490).ShouldHave(10 + 20)
            .On("2026-03-01 00:10").ShouldHave(500 + 20 + 10).ShouldHaveBeen(granted: 1_500, expired: 10)
            .On("2026-03-15").Uses(300).ShouldHave(200 + 20 + 10)
            .On("2026-04-01 00:10").ShouldHave(500 + 100 + 20 + 10).ShouldHaveBeen(granted: 2_000, expired: 10 + 100);

    [Fact]
    public void Each_grant_of_a_period_that_was_granted_in_parts_has_the_maximum_to_itself() =>
        Story.With(Offered.Plan("pro", FiveHundred with { Rollover = new(Percent: 100, Minimum: null, Maximum: Credits.Of(250), Periods: 1) }).ByDays())
            .On("2026-04-01").Joins("pro").ShouldHave(500)
            .On("2026-04-16").Leaves().ShouldHave(250).Joins("pro").ShouldHave(250 + 250)
            .On("2026-05-01 00:10").ShouldHave(500 + 250 + 250);

    [Fact]
    public void What_is_held_at_the_end_of_a_period_rolls_over_when_its_hold_is_over() =>
        Story.With(Offered.Plan("pro", FiveHundred with { Rollover = new(Percent: 100, Minimum: null, Maximum: null, Periods: 1) }))
            .On("2026-01-31 23:50").Joins("pro").SetsAside(400, until: "2026-02-01 01:00").ShouldHave(100)
            .On("2026-02-01 00:10").ShouldHave(500)
            .On("2026-02-01 01:00").ShouldHave(500 + 500).ShouldHaveBeen(granted: 1_000);

    [Fact]
    public void A_late_event_burns_the_old_grant_for_ten_minutes_after_its_end() =>
        Story.With(Offered.Plan("pro", FiveHundred with { Rollover = new(Percent: 100, Minimum: null, Maximum: null, Periods: 1) }))
            .On("2026-01-01").Joins("pro")
            .On("2026-02-01 00:09").Uses(120, at: "2026-01-31 23:58").ShouldHave(500)
            .On("2026-02-01 00:10").ShouldHave(500 + 380);
}
