using Credits.Periods;
using Credits.Plans;

namespace Credits.Tests.Stories;

/// <summary>Going and coming back makes no credits, and costs none but those of the days between.</summary>
public sealed class Coming_back_story
{
    private static readonly Plan Starter = Offered.Plan("starter", Offered.Monthly(300)).ByDays();
    private static readonly Plan Free = Offered.Plan("free");

    [Fact]
    public void Who_comes_back_on_the_same_day_has_what_it_had() =>
        Story.With(Starter, Free)
            .On("2026-04-01").Joins("starter")
            .On("2026-04-11 09:00").Joins("free").ShouldHave(100).ShouldHaveBeen(granted: 300, givenBack: 200)
            .On("2026-04-11 10:00").Joins("starter").ShouldHave(300).ShouldHaveBeen(granted: 500, givenBack: 200);

    [Fact]
    public void Who_comes_back_later_gets_the_days_that_are_left() =>
        Story.With(Starter, Free)
            .On("2026-04-01").Joins("starter")
            .On("2026-04-11").Joins("free").ShouldHave(100)
            .On("2026-04-21").Joins("starter").ShouldHave(100 + 100)
            .On("2026-05-01 00:10").ShouldHave(300);

    [Fact]
    public void Who_goes_again_gives_back_the_days_that_are_left_once() =>
        Story.With(Starter, Free)
            .On("2026-04-01").Joins("starter")
            .On("2026-04-11").Joins("free").ShouldHave(100)
            .On("2026-04-11 01:00").Joins("starter").ShouldHave(300)
            .On("2026-04-21").Joins("free").ShouldHave(200);

    [Fact]
    public void Who_used_everything_gets_nothing_before_the_next_period() =>
        Story.With(Starter, Free)
            .On("2026-04-01").Joins("starter").Uses(300)
            .On("2026-04-11").Joins("free")
            .On("2026-04-21").Joins("starter").ShouldHave(0)
            .On("2026-05-01").ShouldHave(300);

    [Fact]
    public void An_annual_grant_is_remembered_over_any_number_of_plans() =>
        Story.With([
                Offered.Plan("annual", new Allotment("yearly", Credits.Of(1_000), new(Offered.Year, CycleAnchor.Calendar))),
                .. Enumerable.Range(0, 10).Select(i => Offered.Plan($"plan {i}", Offered.Monthly(1))),
            ])
            .On("2026-01-01").Joins("annual").ShouldHave(1_000)
            .On("2026-02-01").Joins("plan 0").On("2026-02-02").Joins("plan 1").On("2026-02-03").Joins("plan 2").On("2026-02-04").Joins("plan 3")
            .On("2026-02-05").Joins("plan 4").On("2026-02-06").Joins("plan 5").On("2026-02-07").Joins("plan 6").On("2026-02-08").Joins("plan 7")
            .On("2026-03-01 00:10").ShouldHave(1_000 + 1).Joins("annual").ShouldHave(1_000 + 1);

    [Fact]
    public void A_trial_that_was_left_and_taken_up_again_still_ends() =>
        Story.With(Offered.Plan("trial", Offered.Monthly(10)) with { Terms = new() { Trial = new(Days: 14, Then: "free"), Allotments = [Offered.Monthly(10)] } }, Free)
            .On("2026-04-01").Joins("trial")
            .On("2026-04-02").Joins("free")
            .On("2026-04-03").Joins("trial")
            .On("2026-04-14 23:59").ShouldBeOn("trial")
            .On("2026-04-15").ShouldBeOn("free");

    [Fact]
    public void A_trial_is_had_once() =>
        Story.With(Offered.Plan("trial", Offered.Monthly(10)) with { Terms = new() { Trial = new(Days: 14, Then: "free"), Allotments = [Offered.Monthly(10)] } }, Free)
            .On("2026-04-01").Joins("trial")
            .On("2026-04-15").ShouldBeOn("free")
            .On("2026-06-01").Joins("trial").ShouldBeOn("free");

    [Fact]
    public void A_grant_that_has_ended_is_breakage_and_not_given_back() =>
        Story.With(Offered.Plan("starter", Offered.Monthly(300) with { Lifetime = Lifetime.Of(new(3, TermUnit.Day)) }).ByDays(), Free)
            .On("2026-04-01").Joins("starter")
            .On("2026-04-04 00:05").Joins("free")
            .On("2026-04-04 00:10").ShouldHaveBeen(granted: 300, expired: 300);

    [Fact]
    public void An_allotment_that_was_taken_out_and_put_in_again_is_not_granted_for_the_time_between() =>
        Story.With(Offered.Plan("pro", Offered.Monthly(10, "base"), Offered.Monthly(100, "extra")))
            .On("2026-01-01").Joins("pro").ShouldHave(110)
            .On("2026-01-15").Edits(Offered.Plan("pro", Offered.Monthly(10, "base"))).On("2026-01-15 00:01").ShouldHave(110)
            .On("2026-04-01 00:10").ShouldHave(10)
            .Edits(Offered.Plan("pro", Offered.Monthly(10, "base"), Offered.Monthly(100, "extra")))
            .On("2026-04-15").ShouldHave(10 + 53.333333m).ShouldHaveBeen(granted: 110 + 10 + 10 + 10 + 53.333333m, expired: 110 + 10 + 10); // 16 of 30 days
}
