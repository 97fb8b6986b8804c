using Credits.Periods;
using Credits.Subscriptions;

namespace Credits.Tests.Subscriptions;

public sealed class Remaining_days_should
{
    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), May = April.AddMonths(1);

    [Theory]
    [InlineData(0, 300)]
    [InlineData(1, 290)]
    [InlineData(15, 150)]
    [InlineData(29, 10)]
    public void Count_today_too(int daysAgo, int left)
    {
        RemainingDays.Of(Credits.Of(300), April, April.AddDays(daysAgo), May, Calendar.Default).ShouldBe(Credits.Of(left));
        RemainingDays.Of(Credits.Of(300), April, April.AddDays(daysAgo + 1).AddTicks(-1), May, Calendar.Default).ShouldBe(Credits.Of(left));
    }

    [Fact]
    public void Round_down_to_a_millionth() =>
        RemainingDays.Of(Credits.FromMillionths(100), April, April.AddDays(20), May, Calendar.Default).ShouldBe(Credits.FromMillionths(33));

    [Fact]
    public void Count_a_day_that_the_period_began_in_the_midst_of_whole() =>
        RemainingDays.Of(Credits.Of(100), April.AddDays(20).AddHours(18), April.AddDays(25), May, Calendar.Default).ShouldBe(Credits.Of(50));

    // In Berlin, March 2026 ends at 22:00 UTC, and the 30th began at 22:00 UTC the evening before.
    [Fact]
    public void Count_days_of_the_accounts_time_zone()
    {
        var berlin = new Calendar("Europe/Berlin", 1);
        var march = berlin.PeriodContaining(new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero));

        RemainingDays.Of(Credits.Of(31), march.Start, new(2026, 3, 29, 21, 59, 0, TimeSpan.Zero), march.End, berlin).ShouldBe(Credits.Of(3));
        RemainingDays.Of(Credits.Of(31), march.Start, new(2026, 3, 29, 22, 0, 0, TimeSpan.Zero), march.End, berlin).ShouldBe(Credits.Of(2));
    }

    [Fact]
    public void Be_all_at_the_start_less_with_every_day_and_something_on_the_last() =>
        Gen.Select(Gen.Long[31, Credits.Max.Millionths], Gen.Int[0, 28]).Sample((millionths, day) =>
        {
            var amount = Credits.FromMillionths(millionths);
            var (today, tomorrow) = (Left(day), Left(day + 1));

            Left(0).ShouldBe(amount);
            tomorrow.ShouldBeLessThan(today);
            tomorrow.ShouldBeGreaterThan(Credits.Zero);

            Credits Left(int days) => RemainingDays.Of(amount, April, April.AddDays(days), May, Calendar.Default);
        });
}
