using Credits.Local.Host;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host;

public sealed class Timer_schedule_should
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 23, 59, 30, TimeSpan.Zero);

    [Theory]
    [InlineData("*/10 * * * * *", "2026-01-31T23:59:40Z")] // six fields: seconds first
    [InlineData("0 */5 * * * *", "2026-02-01T00:00:00Z")]
    [InlineData("*/5 * * * *", "2026-02-01T00:00:00Z")] // five fields: minutes first
    [InlineData("0 30 9 * * 1-5", "2026-02-02T09:30:00Z")]
    [InlineData("00:00:45", "2026-02-01T00:00:15Z")]
    [InlineData("1.00:00:00", "2026-02-01T23:59:30Z")]
    public void Tell_the_next_moment(string expression, string expected) =>
        TimerSchedule.Parse(expression).After(Now).ShouldBe(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Count_in_UTC_whatever_the_offset_of_the_moment() =>
        TimerSchedule.Parse("0 0 12 * * *").After(Now.ToOffset(TimeSpan.FromHours(14))).ShouldBe(new(2026, 2, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Be_due_after_the_moment_not_at_it() => TimerSchedule.Parse("30 * * * * *").After(Now).ShouldBe(Now.AddMinutes(1));

    [Theory]
    [InlineData("every minute")]
    [InlineData("* * *")]
    [InlineData("0 99 * * * *")]
    [InlineData("00:00:00")]
    [InlineData("-00:01:00")]
    [InlineData("12:60:00")]
    [InlineData("")]
    public void Refuse_what_is_none_by_its_text(string expression) =>
        Should.Throw<InvalidOperationException>(() => TimerSchedule.Parse(expression)).Message.ShouldContain($"'{expression}'");
}
