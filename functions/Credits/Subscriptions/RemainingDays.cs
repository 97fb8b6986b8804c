using Credits.Periods;

namespace Credits.Subscriptions;

/// <summary>The share of an amount for the days of a period that are left, today's included.</summary>
public static class RemainingDays
{
    /// <summary>The share, rounded down to a millionth.</summary>
    /// <param name="amount">For the whole period.</param>
    /// <param name="start">When the period began; a day that it began in the midst of counts whole.</param>
    /// <param name="from">From when days are left; within the period.</param>
    /// <param name="end">The first moment after the period. A day that it lies in the midst of, since the time zone was changed, counts whole too.</param>
    /// <param name="calendar">The account's calendar.</param>
    public static Credits Of(Credits amount, DateTimeOffset start, DateTimeOffset from, DateTimeOffset end, Calendar calendar)
    {
        var next = calendar.DayOf(end.AddTicks(-1)).DayNumber + 1;
        return Credits.FromMillionths((Int128)amount.Millionths * (next - calendar.DayOf(from).DayNumber) / (next - calendar.DayOf(start).DayNumber));
    }
}
