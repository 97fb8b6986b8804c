using Credits.Periods;

namespace Credits.Tests.Periods;

public sealed class Billing_period_should
{
    [Theory]
    [InlineData("2026-03-15T12:00:00Z", 1, "2026-03-01", "2026-04-01")]
    [InlineData("2026-03-15T12:00:00Z", 15, "2026-03-15", "2026-04-15")]
    [InlineData("2026-03-14T23:59:59Z", 15, "2026-02-15", "2026-03-15")]
    [InlineData("2026-01-01T00:00:00Z", 2, "2025-12-02", "2026-01-02")]
    [InlineData("2026-02-10T00:00:00Z", 31, "2026-01-31", "2026-02-28")]
    [InlineData("2026-02-28T00:00:00Z", 31, "2026-02-28", "2026-03-31")]
    [InlineData("2026-04-30T00:00:00Z", 31, "2026-04-30", "2026-05-31")]
    [InlineData("2028-02-29T00:00:00Z", 30, "2028-02-29", "2028-03-30")]
    public void Begin_on_its_day_or_on_the_last_of_a_month_that_lacks_it(string time, int day, string start, string end) =>
        BillingPeriod.Containing(DateTimeOffset.Parse(time), day).ShouldBe(new(Midnight(start), Midnight(end)));

    [Fact]
    public void Count_days_in_UTC_whatever_the_offset_of_a_time() =>
        BillingPeriod.Containing(new(2026, 4, 1, 1, 0, 0, TimeSpan.FromHours(2)), day: 1).Start.ShouldBe(Midnight("2026-03-01"));

    [Fact]
    public void Hold_every_moment_just_once() =>
        Gen.Select(Gen.Int[0, 400 * 365 * 24 * 60], Gen.Int[1, BillingPeriod.MaxDay]).Sample((minutes, day) =>
        {
            var time = Midnight("1900-01-01").AddMinutes(minutes);

            var period = BillingPeriod.Containing(time, day);

            time.ShouldBeInRange(period.Start, period.End.AddTicks(-1));
            BillingPeriod.Containing(period.Start, day).ShouldBe(period);
            BillingPeriod.Containing(period.End.AddTicks(-1), day).ShouldBe(period);
            BillingPeriod.Containing(period.End, day).Start.ShouldBe(period.End);
        }, iter: 5_000);

    private static DateTimeOffset Midnight(string date) => DateTimeOffset.Parse(date + "T00:00:00Z");
}
