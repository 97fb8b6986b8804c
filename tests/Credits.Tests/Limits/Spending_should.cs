using System.Globalization;
using Credits.Limits;

namespace Credits.Tests.Limits;

public sealed class Spending_should
{
    private static readonly DateTimeOffset Today = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Monday = Today.AddDays(-1);
    private static readonly DateTimeOffset Month = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Sum_what_was_burned_under_each_cap()
    {
        var spending = Spending.None.Plus(Use("Day:ann|"), Credits.Of(3)).Plus(Use("Day:bob|"), Credits.Of(5)).Plus(Use("Day:ann|"), Credits.Of(4));

        spending.In("Day:ann|", Today).ShouldBe(Credits.Of(7));
        spending.In("Day:bob|", Today).ShouldBe(Credits.Of(5));
        spending.In("Day:eve|", Today).ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Begin_anew_with_each_window_and_keep_only_the_newest()
    {
        var spending = Spending.None.Plus(Use("Day:|"), Credits.Of(3)).Plus(Use("Day:|", Today.AddDays(1)), Credits.Of(1));

        spending.In("Day:|", Today.AddDays(1)).ShouldBe(Credits.Of(1));
        spending.In("Day:|", Today).ShouldBe(Credits.Zero);
        spending.All.ShouldHaveSingleItem();
    }

    [Fact]
    public void Leave_a_late_event_of_a_window_that_is_over_uncounted()
    {
        var spending = Spending.None.Plus(Use("Day:|"), Credits.Of(3));

        spending.Plus(Use("Day:|", Today.AddDays(-1)), Credits.Of(50)).ShouldBe(spending);
    }

    [Fact]
    public void Stay_at_the_largest_amount_rather_than_overflow() =>
        Spending.None.Plus(Use("Day:|"), Credits.Max).Plus(Use("Day:|"), Credits.Of(1)).In("Day:|", Today).ShouldBe(Credits.Max);

    [Fact]
    public void Be_the_same_whatever_the_order_of_counting_within_a_window() =>
        Gen.Select(Gen.OneOfConst("Day:a|", "Day:b|", "Day:ab|", "Week:a|"), Gen.Long[0, 5_000_000]).Array[0, 30].Sample(charges =>
        {
            var forwards = charges.Aggregate(Spending.None, (spending, charge) => spending.Plus(Use(charge.Item1), Credits.FromMillionths(charge.Item2)));
            var backwards = charges.Reverse().Aggregate(Spending.None, (spending, charge) => spending.Plus(Use(charge.Item1), Credits.FromMillionths(charge.Item2)));

            forwards.ShouldBe(backwards);
            Spending.Of(forwards.All.Reverse()).ShouldBe(forwards);
        });

    [Fact]
    public void Let_the_windows_go_that_end_first_when_there_are_too_many()
    {
        var full = Days(Today, count: Spending.MaxCounters - 1).Plus(Use("Day:old|", Today.AddDays(-1)), Credits.Of(1_000));

        var bounded = full.Plus(Use("Day:new|"), Credits.Of(1));

        bounded.All.Length.ShouldBe(Spending.MaxCounters);
        bounded.In("Day:new|", Today).ShouldBe(Credits.Of(1));
        bounded.In("Day:old|", Today.AddDays(-1)).ShouldBe(Credits.Zero);
    }

    // A month begins before its days, so it looks older than them, but its cap is still to be kept.
    [Theory]
    [InlineData("Month:|")]
    [InlineData("Month/premium:|")]
    [InlineData("Week:|")]
    public void Keep_a_longer_window_however_many_members_are_counted_by_the_day(string longer)
    {
        var start = longer.StartsWith("Month", StringComparison.Ordinal) ? Month : Monday;
        var spending = Spending.None;
        for (var i = 0; i < 2 * Spending.MaxCounters; i++)
            spending = spending.Plus(Use(longer, start), Credits.Of(1)).Plus(Use($"Day:member {i}|"), Credits.Of(2));

        spending.In(longer, start).ShouldBe(Credits.Of(2 * Spending.MaxCounters));
        spending.All.Length.ShouldBe(Spending.MaxCounters);
    }

    [Fact]
    public void Keep_what_everybody_burned_together_however_many_members_are_counted_by_longer_windows()
    {
        var spending = Spending.None;
        for (var i = 0; i < Spending.MaxCounters; i++)
            spending = spending.Plus(Use("Day:|"), Credits.Of(1)).Plus(Use($"Week:member {i}|", Monday), Credits.Of(2)).Plus(Use($"Month:member {i}|", Month), Credits.Of(2));

        spending.In("Day:|", Today).ShouldBe(Credits.Of(Spending.MaxCounters));
        spending.All.Length.ShouldBe(Spending.MaxCounters);
    }

    [Fact]
    public void Keep_no_window_of_everybody_that_is_over_for_those_of_members_that_are_not()
    {
        var old = Enumerable.Range(0, Spending.MaxCounters).Aggregate(Spending.None, (spending, i) => spending.Plus(Use($"Day:|meter {i}", Today.AddDays(-2)), Credits.Of(9)));

        var bounded = old.Plus(Use("Day:ann|"), Credits.Of(1)).Plus(Use("Day:bob|"), Credits.Of(1));

        (bounded.In("Day:ann|", Today), bounded.In("Day:bob|", Today)).ShouldBe((Credits.Of(1), Credits.Of(1)));
    }

    // In zones east of Greenwich a month begins on the last day of the one before, as UTC has it.
    [Fact]
    public void Keep_a_members_month_of_any_time_zone_rather_than_other_members_days()
    {
        var spending = Days(Today.AddHours(-1), Spending.MaxCounters).Plus(Use("Month:ann|", Month.AddHours(-1)), Credits.Of(1));

        spending.Plus(Use("Day:bob|", Today.AddHours(-1)), Credits.Of(1)).In("Month:ann|", Month.AddHours(-1)).ShouldBe(Credits.Of(1));
    }

    [Fact]
    public void Let_the_least_used_of_equal_windows_go()
    {
        var full = Days(Today, Spending.MaxCounters);

        var bounded = full.Plus(Use("Day:heavy|"), Credits.Of(9));

        bounded.In("Day:heavy|", Today).ShouldBe(Credits.Of(9));
        bounded.In("Day:000|", Today).ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Stay_in_the_order_of_its_counters() =>
        Days(Today, 5).Plus(Use("Day:0015|"), Credits.Of(1)).All.Select(spent => spent.Counter).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);

    // Counters from 0 on, each of which burned so many credits as its number says, and one more.
    private static Spending Days(DateTimeOffset window, int count) => Enumerable.Range(0, count).Aggregate(
        Spending.None, (spending, i) => spending.Plus(Use($"Day:{i.ToString("D3", CultureInfo.InvariantCulture)}|", window), Credits.Of(i + 1)));

    private static CapUse Use(string counter, DateTimeOffset? window = null) => new(counter, window ?? Today);
}
