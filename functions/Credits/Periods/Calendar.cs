using NodaTime;
using NodaTime.TimeZones;

namespace Credits.Periods;

/// <summary>When an account's days and billing periods begin: each at the first moment of a day in its time zone.</summary>
/// <param name="TimeZone">The zone's name in the IANA database, such as <c>Europe/Berlin</c>; null for UTC.</param>
/// <param name="BillingDay">The day of the month on which billing periods begin, from 1 to 31.</param>
/// <remarks>A day on which clocks are changed has 23 or 25 hours; one whose midnight is skipped begins at the first moment there is.</remarks>
public readonly record struct Calendar(string? TimeZone, int BillingDay)
{
    /// <summary>The calendar of an account that says nothing: UTC, months from the first.</summary>
    public static Calendar Default { get; } = new(TimeZone: null, BillingPeriod.DefaultDay);

    /// <summary>Which edition of the time zones' rules is known; a later one is greater, character by character.</summary>
    public static string Rules => DateTimeZoneProviders.Tzdb.VersionId;

    private DateTimeZone Zone => TimeZone is null ? DateTimeZone.Utc : DateTimeZoneProviders.Tzdb[TimeZone];

    /// <summary>Whether the IANA database has a time zone of a name.</summary>
    public static bool HasZone(string name) => DateTimeZoneProviders.Tzdb.Ids.Contains(name);

    /// <summary>The day that a moment lies in.</summary>
    public DateOnly DayOf(DateTimeOffset time)
    {
        if (TimeZone is null) return DateOnly.FromDateTime(time.UtcDateTime);

        // Clocks that are set back over midnight show the evening again, but the next day has begun already, and begins once.
        var day = Instant.FromDateTimeOffset(time).InZone(Zone).Date.ToDateOnly();
        return StartOf(day.AddDays(1)) <= time ? day.AddDays(1) : day;
    }

    /// <summary>The first moment of a day, as UTC.</summary>
    public DateTimeOffset StartOf(DateOnly day) => FirstAt(day, TimeOnly.MinValue);

    /// <summary>What clocks show at a moment.</summary>
    public (DateOnly Day, TimeOnly Time) ShownAt(DateTimeOffset moment)
    {
        var shown = TimeZone is null ? moment.UtcDateTime : Instant.FromDateTimeOffset(moment).InZone(Zone).ToDateTimeUnspecified();
        return (DateOnly.FromDateTime(shown), TimeOnly.FromDateTime(shown));
    }

    /// <summary>The first moment at which clocks show a time of a day, as UTC; where they skip it, the moment from which they go on.</summary>
    public DateTimeOffset FirstAt(DateOnly day, TimeOnly time) =>
        TimeZone is null ? new(day, time, TimeSpan.Zero) : Zone.ResolveLocal(LocalDate.FromDateOnly(day).At(LocalTime.FromTimeOnly(time)), FirstMoment).ToInstant().ToDateTimeOffset();

    /// <summary>The billing period that holds a moment. A day that its month lacks is the month's last: 31 January, 28 February, 31 March.</summary>
    public BillingPeriod PeriodContaining(DateTimeOffset time)
    {
        var day = DayOf(time);
        var month = new DateOnly(day.Year, day.Month, 1);
        if (day < BeginIn(month)) month = month.AddMonths(-1);
        return new(StartOf(BeginIn(month)), StartOf(BeginIn(month.AddMonths(1))));
    }

    private static ZoneLocalMappingResolver FirstMoment { get; } = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private DateOnly BeginIn(DateOnly month) => month.AddDays(Math.Min(BillingDay, DateTime.DaysInMonth(month.Year, month.Month)) - 1);
}
