namespace Credits.Periods;

/// <summary>A month of an account, over which tiers and included units count: start ≤ t &lt; end, at midnight UTC.</summary>
/// <param name="Start">The first moment of it.</param>
/// <param name="End">The first moment after it.</param>
public readonly record struct BillingPeriod(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>The day on which the period of an account begins whose settings name none.</summary>
    public const int DefaultDay = 1;

    /// <summary>The last day of the longest month.</summary>
    public const int MaxDay = 31;

    /// <summary>The period that holds a moment. A day that its month lacks is the month's last: 31 January, 28 February, 31 March.</summary>
    /// <param name="time">The moment.</param>
    /// <param name="day">The day of the month on which periods begin, from 1 to 31.</param>
    public static BillingPeriod Containing(DateTimeOffset time, int day)
    {
        var month = FirstOfMonth(time);
        if (time < Begin(month, day)) month = month.AddMonths(-1);
        return new(Begin(month, day), Begin(month.AddMonths(1), day));
    }

    private static DateTimeOffset FirstOfMonth(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return new(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero);
    }

    private static DateTimeOffset Begin(DateTimeOffset month, int day) =>
        month.AddDays(Math.Min(day, DateTime.DaysInMonth(month.Year, month.Month)) - 1);
}
