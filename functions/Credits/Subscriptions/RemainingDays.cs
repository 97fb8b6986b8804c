using Credits.Periods;

namespace Credits.Subscriptions;

/// <summary>The share of an amount for the days of a period that are left, today's included.</summary>
public static class RemainingDays
{
    /// <summary>The share, rounded down to a millionth.</summary>
    /// <param name="amount">For the whole period.</param>
    /// <param name="start">When the period began; a day that it began in the midst of counts whole.</param>
    /// <param name="from">From when days are left; within the period.</param>
    /// <param name="end">The first moment after the period, a day's first.</param>
    /// <param name="calendar">The account's calendar.</param>
    public static Credits Of(Credits amount, DateTimeOffset start, DateTimeOffset from, DateTimeOffset end, Calendar calendar)
    {
        var last = calendar.DayOf(end).DayNumber;
        return Credits.FromMillionths((Int128)amount.Millionths * (last - calendar.DayOf(from).DayNumber) / (last - calendar.DayOf(start).DayNumber));
    }
}
