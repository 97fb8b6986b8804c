using System.Globalization;
using Credits.Limits;
using Credits.Periods;
using Credits.Tests.Periods;
using Calendar = Credits.Periods.Calendar;

namespace Credits.Tests.Limits;

public sealed class Cap_window_should
{
    [Theory]
    [InlineData(CapWindow.Day, "2026-03-01T00:00:00Z", "2026-03-01", "2026-03-02")]
    [InlineData(CapWindow.Day, "2026-03-01T23:59:59.9999999Z", "2026-03-01", "2026-03-02")]
    [InlineData(CapWindow.Day, "2026-12-31T12:00:00Z", "2026-12-31", "2027-01-01")]
    [InlineData(CapWindow.Day, "2026-03-02T00:30:00+01:00", "2026-03-01", "2026-03-02")] // half an hour before midnight UTC
    [InlineData(CapWindow.Week, "2026-03-01T23:59:59Z", "2026-02-23", "2026-03-02")] // a Sunday
    [InlineData(CapWindow.Week, "2026-03-02T00:00:00Z", "2026-03-02", "2026-03-09")] // a Monday
    [InlineData(CapWindow.Week, "2027-01-01T12:00:00Z", "2026-12-28", "2027-01-04")]
    [InlineData(CapWindow.Month, "2026-03-01T00:00:00Z", "2026-03-01", "2026-04-01")]
    [InlineData(CapWindow.Month, "2026-01-31T12:00:00Z", "2026-01-01", "2026-02-01")]
    [InlineData(CapWindow.Month, "2028-02-29T12:00:00Z", "2028-02-01", "2028-03-01")]
    [InlineData(CapWindow.Month, "2026-12-31T23:59:59Z", "2026-12-01", "2027-01-01")]
    [InlineData(CapWindow.Month, "2026-04-01T01:00:00+02:00", "2026-03-01", "2026-04-01")]
    public void Begin_and_end_at_midnight_UTC(CapWindow window, string time, string start, string end)
    {
        var moment = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

        window.StartOf(moment, Calendar.Default).ShouldBe(Midnight(start));
        window.EndOf(moment, Calendar.Default).ShouldBe(Midnight(end));
        window.StartOf(moment, Calendar.Default).Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(CapWindow.Day, "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")] // 23 hours
    [InlineData(CapWindow.Day, "Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z")]
    [InlineData(CapWindow.Week, "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData(CapWindow.Week, "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-18T22:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData(CapWindow.Month, "Europe/Berlin", "2026-03-31T21:59:59Z", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z")]
    [InlineData(CapWindow.Day, "Pacific/Kiritimati", "2026-02-28T10:00:00Z", "2026-02-28T10:00:00Z", "2026-03-01T10:00:00Z")]
    [InlineData(CapWindow.Month, "Pacific/Pago_Pago", "2026-03-01T10:59:59Z", "2026-02-01T11:00:00Z", "2026-03-01T11:00:00Z")]
    [InlineData(CapWindow.Day, "America/Santiago", "2026-09-06T12:00:00Z", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z")] // its midnight is skipped
    public void Begin_and_end_with_days_of_the_accounts_zone(CapWindow window, string zone, string time, string start, string end)
    {
        var calendar = new Calendar(zone, BillingPeriod.DefaultDay);

        window.StartOf(Midnight(time), calendar).ShouldBe(Midnight(start));
        window.EndOf(Midnight(time), calendar).ShouldBe(Midnight(end));
    }

    [Fact]
    public void Hold_its_every_moment_and_give_way_to_the_next_without_a_gap() =>
        Gen.Select(Gen.Enum<CapWindow>(), Calendar_should.AnyZone, Calendar_should.AnyMoment).Sample((window, zone, time) =>
        {
            var calendar = new Calendar(zone, BillingPeriod.DefaultDay);
            var (start, end) = (window.StartOf(time, calendar), window.EndOf(time, calendar));

            (start <= time && time < end).ShouldBeTrue($"{zone} {time:O}");
            window.StartOf(end.AddTicks(-1), calendar).ShouldBe(start);
            window.StartOf(end, calendar).ShouldBe(end);
        }, iter: 10_000);

    private static DateTimeOffset Midnight(string day) => DateTimeOffset.Parse(day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
