using NodaTime;

namespace Credits.Periods;

/// <summary>When an account's days and billing periods begin: each at the first moment of a day in its time zone.</summary>
/// <param name="TimeZone">The zone's name in the IANA database, such as <c>Europe/Berlin</c>; null for UTC.</param>
/// <param name="BillingDay">The day of the month on which billing periods begin, from 1 to 31.</param>
/// <remarks>A day on which clocks are changed has 23 or 25 hours; one whose midnight is skipped begins at the first moment there is.</remarks>
public readonly record struct Calendar(string? TimeZone, int BillingDay)
{
    /// <summary>The calendar of an account that says nothing: UTC, months from the first.</summary>
    public static Calendar Default { get; } = new(TimeZone: null, BillingPeriod.DefaultDay);

    private DateTimeZone Zone => TimeZone is null ? DateTimeZone.Utc : DateTimeZoneProviders.Tzdb[TimeZone];

    /// <summary>Whether there is a time zone of a name.</summary>
    public static bool HasZone(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is not null;

    /// <summary>The day that a moment lies in.</summary>
    public DateOnly DayOf(DateTimeOffset time) =>
        TimeZone is null ? DateOnly.FromDateTime(time.UtcDateTime) : Instant.FromDateTimeOffset(time).InZone(Zone).Date.ToDateOnly();

    /// <summary>The first moment of a day, as UTC.</summary>
    public DateTimeOffset StartOf(DateOnly day) =>
        TimeZone is null ? new(day, TimeOnly.MinValue, TimeSpan.Zero) : Zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToInstant().ToDateTimeOffset();

    /// <summary>The billing period that holds a moment. A day that its month lacks is the month's last: 31 January, 28 February, 31 March.</summary>
    public BillingPeriod PeriodContaining(DateTimeOffset time)
    {
        var day = DayOf(time);
        var month = new DateOnly(day.Year, day.Month, 1);
        if (day < BeginIn(month)) month = month.AddMonths(-1);
        return new(StartOf(BeginIn(month)), StartOf(BeginIn(month.AddMonths(1))));
    }

    private DateOnly BeginIn(DateOnly month) => month.AddDays(Math.Min(BillingDay, DateTime.DaysInMonth(month.Year, month.Month)) - 1);
}
