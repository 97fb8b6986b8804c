using Credits.Periods;

namespace Credits.Tests.Periods;

public sealed class Cycle_should
{
    private static readonly Gen<Cycle> AnyCycle = Gen.OneOf(
        Gen.OneOfConst("P1D", "P1W", "P1M", "P2M", "P3M", "P4M", "P6M", "P12M", "P1Y").Select(text => new Cycle(TermOf(text), CycleAnchor.Calendar)),
        Gen.OneOfConst("P1D", "P1W", "P30D", "P1M", "P5M", "P7M", "P1Y", "P3Y").Select(text => new Cycle(TermOf(text), CycleAnchor.Subscription)));

    private static readonly Gen<Calendar> AnyCalendar = Gen.Select(
        Gen.OneOfConst(null, "Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu"), Gen.Int[1, BillingPeriod.MaxDay],
        (zone, day) => new Calendar(zone, day));

    private static readonly Gen<DateTimeOffset> AnyTime = Gen.Int[0, 12 * 365 * 24 * 60].Select(minutes => Midnight("2019-01-01").AddMinutes(minutes));

    [Theory]
    [InlineData("P1D", 1, "2026-03-15", "2026-03-16")]
    [InlineData("P1W", 1, "2026-03-09", "2026-03-16")]
    [InlineData("P1M", 1, "2026-03-01", "2026-04-01")]
    [InlineData("P1M", 20, "2026-02-20", "2026-03-20")]
    [InlineData("P1M", 31, "2026-02-28", "2026-03-31")]
    [InlineData("P3M", 1, "2026-01-01", "2026-04-01")]
    [InlineData("P3M", 31, "2026-01-31", "2026-04-30")]
    [InlineData("P1Y", 1, "2026-01-01", "2027-01-01")]
    [InlineData("P1Y", 31, "2026-01-31", "2027-01-31")]
    public void Count_from_the_calendar(string every, int billingDay, string start, string end) =>
        new Cycle(TermOf(every), CycleAnchor.Calendar).PeriodContaining(Midnight("2026-03-15").AddHours(12), new(TimeZone: null, billingDay), since: Given.Noon)
            .ShouldBe(new(Midnight(start), Midnight(end)));

    [Theory]
    [InlineData("P1D", "2026-03-15", "2026-03-16")]
    [InlineData("P1W", "2026-03-14", "2026-03-21")]
    [InlineData("P30D", "2026-03-02", "2026-04-01")]
    [InlineData("P1M", "2026-02-28", "2026-03-31")]
    [InlineData("P5M", "2026-01-31", "2026-06-30")]
    [InlineData("P1Y", "2026-01-31", "2027-01-31")]
    public void Count_from_the_day_of_the_subscription_whatever_its_hour(string every, string start, string end) =>
        new Cycle(TermOf(every), CycleAnchor.Subscription).PeriodContaining(Midnight("2026-03-15").AddHours(12), Calendar.Default, since: Midnight("2026-01-31").AddHours(23))
            .ShouldBe(new(Midnight(start), Midnight(end)));

    [Fact]
    public void Begin_each_period_with_a_day_of_the_accounts_time_zone() =>
        Cycle.Monthly.PeriodContaining(Midnight("2026-03-31").AddHours(22), new("Europe/Berlin", 1), since: Given.Noon)
            .ShouldBe(new(Midnight("2026-03-31").AddHours(22), Midnight("2026-04-30").AddHours(22)));

    [Fact]
    public void Hold_every_moment_in_just_one_period() =>
        Gen.Select(AnyCycle, AnyCalendar, AnyTime, AnyTime).Sample((cycle, calendar, since, time) =>
        {
            var period = cycle.PeriodContaining(time, calendar, since);

            time.ShouldBeInRange(period.Start, period.End.AddTicks(-1));
            cycle.PeriodContaining(period.Start, calendar, since).ShouldBe(period);
            cycle.PeriodContaining(period.End.AddTicks(-1), calendar, since).ShouldBe(period);
            cycle.PeriodContaining(period.End, calendar, since).Start.ShouldBe(period.End);
            cycle.PeriodContaining(period.Start.AddTicks(-1), calendar, since).End.ShouldBe(period.Start);
        }, iter: 5_000);

    [Fact]
    public void Not_depend_on_the_subscription_by_the_calendar() =>
        Gen.Select(AnyCycle.Where(cycle => cycle.Anchor == CycleAnchor.Calendar), AnyCalendar, AnyTime, AnyTime, AnyTime).Sample((cycle, calendar, time, since, other) =>
            cycle.PeriodContaining(time, calendar, since).ShouldBe(cycle.PeriodContaining(time, calendar, other)));

    [Fact]
    public void Begin_a_period_with_the_day_of_the_subscription() =>
        Gen.Select(AnyCycle.Where(cycle => cycle.Anchor == CycleAnchor.Subscription), AnyCalendar, AnyTime).Sample((cycle, calendar, since) =>
            cycle.PeriodContaining(since, calendar, since).Start.ShouldBe(calendar.StartOf(calendar.DayOf(since))));

    [Fact]
    public void Make_months_by_the_calendar_the_billing_periods_of_the_account() =>
        Gen.Select(AnyCalendar, AnyTime).Sample((calendar, time) => Cycle.Monthly.PeriodContaining(time, calendar, since: Given.Noon).ShouldBe(calendar.PeriodContaining(time)));

    [Theory]
    [InlineData("P1D", true)]
    [InlineData("P1W", true)]
    [InlineData("P2D", false)]
    [InlineData("P2W", false)]
    [InlineData("P30D", false)]
    [InlineData("P1M", true)]
    [InlineData("P6M", true)]
    [InlineData("P12M", true)]
    [InlineData("P5M", false)]
    [InlineData("P24M", false)]
    [InlineData("P1Y", true)]
    [InlineData("P2Y", false)]
    public void Fit_the_calendar_only_when_that_has_such_periods(string every, bool fits) => new Cycle(TermOf(every), CycleAnchor.Calendar).FitsCalendar.ShouldBe(fits);

    private static Term TermOf(string text) => Term.TryParse(text, out var term) ? term : throw new ArgumentException(text, nameof(text));

    private static DateTimeOffset Midnight(string date) => DateTimeOffset.Parse(date + "T00:00:00Z");
}
