using System.Globalization;
using Credits.Periods;
using NodaTime;
using Calendar = Credits.Periods.Calendar;

namespace Credits.Tests.Periods;

public sealed class Calendar_should
{
    public static readonly Gen<string?> AnyZone = Gen.OneOf(Gen.OneOfConst([.. DateTimeZoneProviders.Tzdb.Ids]).Select(string? (zone) => zone), Gen.Const((string?)null));

    [Theory]
    [InlineData("2026-03-15T12:00:00Z", 1, "2026-03-01", "2026-04-01")]
    [InlineData("2026-03-15T12:00:00Z", 15, "2026-03-15", "2026-04-15")]
    [InlineData("2026-03-14T23:59:59Z", 15, "2026-02-15", "2026-03-15")]
    [InlineData("2026-01-01T00:00:00Z", 2, "2025-12-02", "2026-01-02")]
    [InlineData("2026-02-10T00:00:00Z", 31, "2026-01-31", "2026-02-28")]
    [InlineData("2026-02-28T00:00:00Z", 31, "2026-02-28", "2026-03-31")]
    [InlineData("2026-04-30T00:00:00Z", 31, "2026-04-30", "2026-05-31")]
    [InlineData("2028-02-29T00:00:00Z", 30, "2028-02-29", "2028-03-30")]
    public void Begin_a_period_on_its_day_or_on_the_last_of_a_month_that_lacks_it(string time, int day, string start, string end) =>
        new Calendar(TimeZone: null, day).PeriodContaining(Moment(time)).ShouldBe(new(Moment(start), Moment(end)));

    [Fact]
    public void Count_days_in_UTC_where_no_zone_is_named_whatever_the_offset_of_a_time() =>
        Calendar.Default.PeriodContaining(new(2026, 4, 1, 1, 0, 0, TimeSpan.FromHours(2))).Start.ShouldBe(Moment("2026-03-01"));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28", "2026-03-27T23:00:00Z", 24)]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 23)] // clocks go forward
    [InlineData("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25)] // clocks go back
    [InlineData("Asia/Kolkata", "2026-03-01", "2026-02-28T18:30:00Z", 24)]
    [InlineData("Asia/Kathmandu", "2026-03-01", "2026-02-28T18:15:00Z", 24)]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 24.5)] // clocks go back by half an hour
    [InlineData("Pacific/Kiritimati", "2026-03-01", "2026-02-28T10:00:00Z", 24)] // 14 hours ahead
    [InlineData("Pacific/Pago_Pago", "2026-03-01", "2026-03-01T11:00:00Z", 24)] // 11 hours behind
    public void Begin_a_day_at_local_midnight(string zone, string day, string start, double hours) => ShouldBegin(zone, day, start, hours);

    [Theory]
    [InlineData("America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z", 23)]
    [InlineData("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z", 23)]
    public void Begin_a_day_whose_midnight_is_skipped_at_its_first_moment(string zone, string day, string start, double hours) => ShouldBegin(zone, day, start, hours);

    [Fact]
    public void Begin_a_day_that_has_midnight_twice_at_the_first() => ShouldBegin("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z", 25);

    [Fact]
    public void End_the_day_on_which_midnight_sets_clocks_back_at_the_midnight_that_stays() => ShouldBegin("America/Santiago", "2026-04-04", "2026-04-04T03:00:00Z", 25);

    // At 00:01 clocks went back to 23:01.
    [Fact]
    public void Not_begin_a_day_again_when_clocks_are_set_back_over_its_midnight()
    {
        ShouldBegin("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z", 25);

        new Calendar("America/St_Johns", 1).DayOf(Moment("2010-11-07T02:31:00Z")).ShouldBe(new(2010, 11, 7));
    }

    // Samoa went from the 29th to the 31st.
    [Fact]
    public void Give_a_day_that_a_zone_left_out_no_moment()
    {
        var samoa = new Calendar("Pacific/Apia", 30);

        ShouldBegin("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", hours: 0);
        samoa.DayOf(Moment("2011-12-30T10:00:00Z")).ShouldBe(new(2011, 12, 31));
        samoa.PeriodContaining(Moment("2011-12-30T10:00:00Z")).Start.ShouldBe(Moment("2011-12-30T10:00:00Z"));
    }

    [Fact]
    public void Clamp_a_period_to_the_month_of_its_zone()
    {
        var auckland = new Calendar("Pacific/Auckland", 31);

        auckland.PeriodContaining(Moment("2026-02-27T11:00:00Z")).ShouldBe(new(Moment("2026-02-27T11:00:00Z"), Moment("2026-03-30T11:00:00Z"))); // midnight of the 28th and the 31st
        auckland.PeriodContaining(Moment("2026-02-27T10:59:59Z")).Start.ShouldBe(Moment("2026-01-30T11:00:00Z"));
    }

    [Fact]
    public void Hold_every_moment_in_just_one_day_of_any_zone() =>
        Gen.Select(AnyZone, AnyMoment).Sample((zone, time) =>
        {
            var calendar = new Calendar(zone, 1);

            var day = calendar.DayOf(time);

            (calendar.StartOf(day) <= time && time < calendar.StartOf(day.AddDays(1))).ShouldBeTrue($"{zone} {time:O}");
        }, iter: 20_000);

    [Fact]
    public void Hold_every_moment_in_just_one_period_of_any_zone() =>
        Gen.Select(AnyZone, AnyMoment, Gen.Int[1, BillingPeriod.MaxDay]).Sample((zone, time, day) =>
        {
            var calendar = new Calendar(zone, day);

            var period = calendar.PeriodContaining(time);

            (period.Start <= time && time < period.End).ShouldBeTrue($"{zone} {time:O}");
            calendar.PeriodContaining(period.Start).ShouldBe(period);
            calendar.PeriodContaining(period.End.AddTicks(-1)).ShouldBe(period);
            calendar.PeriodContaining(period.End).Start.ShouldBe(period.End);
        }, iter: 10_000);

    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("UTC", true)]
    [InlineData("Asia/Calcutta", true)] // its older name
    [InlineData("Europe/Atlantis", false)]
    [InlineData("UTC+02:00", false)] // an offset is no zone
    [InlineData("W. Europe Standard Time", false)]
    [InlineData("", false)]
    public void Know_the_zones_of_the_IANA_database_by_name(string name, bool known) => Calendar.HasZone(name).ShouldBe(known);

    public static Gen<DateTimeOffset> AnyMoment { get; } = Gen.OneOf(
        Gen.DateTime[new(1970, 1, 1), new(2100, 1, 1)].Select(time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))),
        Gen.Int[0, 130 * 365 * 24 * 4].Select(quarters => Moment("1970-01-01").AddMinutes(quarters * 15))); // where clocks change

    private static void ShouldBegin(string zone, string day, string start, double hours)
    {
        var (calendar, date) = (new Calendar(zone, BillingPeriod.DefaultDay), DateOnly.Parse(day, CultureInfo.InvariantCulture));

        calendar.StartOf(date).ShouldBe(Moment(start));
        calendar.StartOf(date).Offset.ShouldBe(TimeSpan.Zero);
        (calendar.StartOf(date.AddDays(1)) - calendar.StartOf(date)).ShouldBe(TimeSpan.FromHours(hours));
        if (hours > 0) (calendar.DayOf(Moment(start)), calendar.DayOf(Moment(start).AddTicks(-1))).ShouldBe((date, date.AddDays(-1)));
    }

    private static DateTimeOffset Moment(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
