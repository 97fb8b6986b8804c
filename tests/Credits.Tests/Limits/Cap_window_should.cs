using System.Globalization;
using Credits.Limits;

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

        window.StartOf(moment).ShouldBe(Midnight(start));
        window.EndOf(moment).ShouldBe(Midnight(end));
        window.StartOf(moment).Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Hold_its_every_moment_and_give_way_to_the_next_without_a_gap() =>
        Gen.Select(Gen.Enum<CapWindow>(), Gen.DateTime[new(2000, 1, 1), new(2100, 1, 1)]).Sample((window, utc) =>
        {
            var time = new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
            var (start, end) = (window.StartOf(time), window.EndOf(time));

            (start <= time && time < end).ShouldBeTrue();
            window.StartOf(end.AddTicks(-1)).ShouldBe(start);
            window.StartOf(end).ShouldBe(end);
        });

    private static DateTimeOffset Midnight(string day) => DateTimeOffset.Parse(day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
