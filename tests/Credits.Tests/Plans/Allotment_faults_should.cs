using Credits.Periods;
using Credits.Plans;

namespace Credits.Tests.Plans;

public sealed class Allotment_faults_should
{
    [Fact]
    public void Be_none_of_a_plan_that_says_all_there_is() =>
        Faults(new()
        {
            Period = new(new(30, TermUnit.Day), CycleAnchor.Subscription),
            Proration = Proration.ByDays,
            Trial = new(Trial.MaxDays, Then: null),
            Allotments =
            [
                Given.Allotment(1) with { Rollover = new(100, Credits.Zero, Credits.Of(1), RolloverPolicy.MaxPeriods) },
                Given.Allotment(1, new('x', Allotment.MaxIdLength), new(new(5, TermUnit.Month), CycleAnchor.Subscription)) with { Lifetime = Lifetime.Never },
            ],
        }).ShouldBeEmpty();

    [Fact]
    public void All_be_told_at_once() =>
        PlanFaults.Of(new("pro")
        {
            RateCardVersion = 0,
            Terms = new()
            {
                Period = new(new(5, TermUnit.Month), CycleAnchor.Calendar),
                Trial = new(0, Then: "free"),
                Allotments =
                [
                    Given.Allotment(0, ""),
                    Given.Allotment(-1, "x", new(new(2, TermUnit.Day), CycleAnchor.Calendar)) with { Rollover = new(0, Credits.Of(-1), Credits.Zero, Periods: 0) },
                    Given.Allotment(1, "x") with { Lifetime = Lifetime.Never, Rollover = new(101, Credits.Of(2), Credits.Of(1), Periods: 121) },
                ],
            },
        }).Select(fault => fault.Path).ShouldBe([
            "rateCardVersion", "rateCardVersion", "period.every", "trial.days", "allotments[0].id", "allotments[0].amount",
            "allotments[1].amount", "allotments[1].every", "allotments[1].rollover.percent", "allotments[1].rollover.minimum", "allotments[1].rollover.maximum", "allotments[1].rollover.periods",
            "allotments[2].id", "allotments[2].rollover", "allotments[2].rollover.percent", "allotments[2].rollover.minimum", "allotments[2].rollover.periods",
        ]);

    [Fact]
    public void Say_what_the_calendar_has() =>
        Faults(new() { Period = new(new(2, TermUnit.Year), CycleAnchor.Calendar) }).ShouldBe([
            "period.every: P2Y can't count from the calendar: that takes a day, a week, a year, or a number of months that divides a year; others count from the subscription.",
        ]);

    [Fact]
    public void Bound_how_much_a_plan_may_grant()
    {
        Faults(new() { Allotments = [.. Enumerable.Range(0, PlanTerms.MaxAllotments).Select(i => Given.Allotment(1, $"a{i}"))] }).ShouldBeEmpty();
        Faults(new() { Allotments = [.. Enumerable.Range(0, PlanTerms.MaxAllotments + 1).Select(i => Given.Allotment(1, $"a{i}"))] }).ShouldBe(["allotments: There can be at most 10, not 11."]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(367)]
    public void Bound_a_trial(int days) => Faults(new() { Trial = new(days, Then: null) }).ShouldBe([$"trial.days: Must be from 1 to 366, but is {days}."]);

    [Theory]
    [InlineData(100, TermUnit.Year, 1)]
    [InlineData(1_200, TermUnit.Month, 1)]
    [InlineData(10, TermUnit.Year, 10)]
    [InlineData(10, TermUnit.Month, 120)]
    [InlineData(304, TermUnit.Day, 120)]
    public void Let_what_rolls_over_live_for_a_hundred_years(int count, TermUnit unit, int periods)
    {
        var terms = RollingOver(new(count, unit), periods);

        Faults(terms).ShouldBeEmpty();
        new Book().OnPlan(new Plan("pro") { Terms = terms }, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).Allotted.ShouldHaveSingleItem().Rollover!.ExpiresAt!.Value.Year.ShouldBeLessThanOrEqualTo(2226);
    }

    [Theory]
    [InlineData(100, TermUnit.Year, 120, "P100Y")]
    [InlineData(1_200, TermUnit.Month, 2, "P1200M")]
    [InlineData(11, TermUnit.Month, 110, "P11M")]
    [InlineData(305, TermUnit.Day, 120, "P305D")]
    public void Bound_what_rolls_over_to_a_hundred_years(int count, TermUnit unit, int periods, string every) =>
        Faults(RollingOver(new(count, unit), periods)).ShouldBe([
            $"allotments[0].rollover.periods: {periods} periods of {every} are more than the 100 years for which something may roll over; name fewer, or leave it out for ever.",
        ]);

    private static PlanTerms RollingOver(Term every, int periods) =>
        new() { Allotments = [Given.Allotment(1, "long", new(every, CycleAnchor.Subscription)) with { Rollover = new(100, Minimum: null, Maximum: null, periods) }] };

    private static IEnumerable<string> Faults(PlanTerms terms) => PlanFaults.Of(new("pro") { Terms = terms }).Select(fault => $"{fault.Path}: {fault.Message}");
}
