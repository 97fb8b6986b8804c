using System.Globalization;
using Credits.Periods;
using Calendar = Credits.Periods.Calendar;

namespace Credits.Tests.Periods;

public sealed class Term_should
{
    private static readonly Gen<Term> AnyTerm = Gen.OneOf(
        Gen.Int[1, Term.MaxCount].Select(days => new Term(days, TermUnit.Day)),
        Gen.Int[1, Term.MaxCount].Select(months => new Term(months, TermUnit.Month)),
        Gen.Int[1, 100].Select(years => new Term(years, TermUnit.Year)));

    [Theory]
    [InlineData("P30D", 30, TermUnit.Day)]
    [InlineData("P2W", 14, TermUnit.Day)]
    [InlineData("P171W", 1_197, TermUnit.Day)]
    [InlineData("P1200D", 1_200, TermUnit.Day)]
    [InlineData("P1M", 1, TermUnit.Month)]
    [InlineData("P1200M", 1_200, TermUnit.Month)]
    [InlineData("P1Y", 1, TermUnit.Year)]
    [InlineData("P100Y", 100, TermUnit.Year)]
    public void Be_read_as_ISO_8601_writes_it(string text, int count, TermUnit unit)
    {
        Term.TryParse(text, out var term).ShouldBeTrue();
        term.ShouldBe(new(count, unit));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PD")]
    [InlineData("P5")]
    [InlineData("30D")]
    [InlineData("p1m")]
    [InlineData("P0D")]
    [InlineData("P-1D")]
    [InlineData("P+1D")]
    [InlineData("P 1D")]
    [InlineData("P1.5D")]
    [InlineData("P1H")]
    [InlineData("PT1M")]
    [InlineData("P1Y6M")]
    [InlineData("P1201D")]
    [InlineData("P172W")]
    [InlineData("P1201M")]
    [InlineData("P101Y")]
    [InlineData("P99999999999999999999D")]
    public void Be_nothing_else(string? text) => Term.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Be_read_again_as_what_was_written() =>
        AnyTerm.Sample(term =>
        {
            Term.TryParse(term.ToString(), out var read).ShouldBeTrue();
            read.ShouldBe(term);
        });

    // Weeks are written as the days they are.
    [Fact]
    public void Be_written_so_that_it_can_be_read_whatever_was_read() =>
        Gen.Select(Gen.Int[0, 2_000], Gen.OneOfConst('D', 'W', 'M', 'Y')).Sample((count, unit) =>
        {
            if (!Term.TryParse($"P{count}{unit}", out var term)) return;

            Term.TryParse(term.ToString(), out var again).ShouldBeTrue();
            again.ShouldBe(term);
        });

    [Theory]
    [InlineData("2026-01-31", "P1M", 1, "2026-02-28")]
    [InlineData("2026-01-31", "P1M", 2, "2026-03-31")]
    [InlineData("2028-01-31", "P1M", 1, "2028-02-29")]
    [InlineData("2028-02-29", "P1Y", 1, "2029-02-28")]
    [InlineData("2028-02-29", "P1Y", 4, "2032-02-29")]
    [InlineData("2028-02-29", "P1M", 12, "2029-02-28")]
    [InlineData("2028-02-28", "P2D", 1, "2028-03-01")]
    [InlineData("2026-12-31", "P1D", 1, "2027-01-01")]
    [InlineData("2026-03-15", "P1M", 0, "2026-03-15")]
    [InlineData("2026-03-31", "P1M", -1, "2026-02-28")]
    public void Count_each_time_from_the_first_day(string day, string text, int times, string then)
    {
        Term.TryParse(text, out var term).ShouldBeTrue();

        term.After(DateOnly.Parse(day), times).ShouldBe(DateOnly.Parse(then));
    }

    [Fact]
    public void Lead_from_a_moment_to_the_same_time_of_another_day() =>
        new Term(1, TermUnit.Month).After(new DateTimeOffset(2026, 1, 31, 15, 30, 0, TimeSpan.Zero), Calendar.Default).ShouldBe(new DateTimeOffset(2026, 2, 28, 15, 30, 0, TimeSpan.Zero));

    // At 02:00 clocks in Berlin go on to 03:00 on 29 March 2026, and at 03:00 back to 02:00 on 25 October.
    [Theory]
    [InlineData("2026-03-28T14:30:00Z", "2026-03-29T13:30:00Z")] // the day that ends it has 23 hours
    [InlineData("2026-03-28T22:30:00Z", "2026-03-29T21:30:00Z")]
    [InlineData("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z")] // 02:30 is skipped
    [InlineData("2026-10-24T13:30:00Z", "2026-10-25T14:30:00Z")] // 25 hours
    [InlineData("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z")] // 02:30 comes twice
    [InlineData("2026-10-25T22:30:00Z", "2026-10-26T22:30:00Z")] // it begins on the day of 25 hours
    public void Lead_to_the_same_time_on_clocks_that_are_set(string from, string until) =>
        new Term(1, TermUnit.Day).After(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), new("Europe/Berlin", 1)).ShouldBe(DateTimeOffset.Parse(until, CultureInfo.InvariantCulture));

    [Fact]
    public void Lead_to_the_first_moment_of_a_day_whose_midnight_is_skipped()
    {
        var santiago = new Calendar("America/Santiago", 1);
        var skipped = new DateOnly(2026, 9, 6);

        new Term(1, TermUnit.Day).After(santiago.StartOf(skipped.AddDays(-1)), santiago).ShouldBe(santiago.StartOf(skipped));
    }

    // 15:30 in Berlin is 14:30 UTC in winter, and 13:30 UTC in summer.
    [Fact]
    public void Count_the_days_of_the_accounts_calendar() =>
        new Term(1, TermUnit.Month).After(new DateTimeOffset(2026, 3, 10, 14, 30, 0, TimeSpan.Zero), new("Europe/Berlin", 1)).ShouldBe(new DateTimeOffset(2026, 4, 10, 13, 30, 0, TimeSpan.Zero));
}
