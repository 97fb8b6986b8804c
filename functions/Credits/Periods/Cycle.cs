namespace Credits.Periods;

/// <summary>Periods that follow each other without a gap, each as long as a term. They begin with a day of the account's calendar.</summary>
/// <param name="Every">How long each is.</param>
/// <param name="Anchor">From when they count.</param>
public readonly record struct Cycle(Term Every, CycleAnchor Anchor)
{
    /// <summary>What a cycle by the calendar may be, in words for an error message.</summary>
    public const string CalendarRule = "a day, a week, a year, or a number of months that divides a year; others count from the subscription";

    private const int DaysInWeek = 7;
    private const int MonthsInYear = 12;

    // A Monday to count weeks from, and a year to count months from; nothing lies before it.
    private static readonly DateOnly FirstMonday = new(2000, 1, 3);
    private const int FirstYear = 2000;

    /// <summary>A month from the account's billing day.</summary>
    public static Cycle Monthly { get; } = new(new(1, TermUnit.Month), CycleAnchor.Calendar);

    /// <summary>Whether its periods can count from the calendar, which has weeks, months and years and nothing else.</summary>
    public bool FitsCalendar => Every.Unit == TermUnit.Day ? Every.Count is 1 or DaysInWeek : MonthsInYear % Every.Months == 0;

    /// <summary>The period that holds a moment.</summary>
    /// <param name="time">The moment.</param>
    /// <param name="calendar">The account's calendar.</param>
    /// <param name="since">When the account came to its plan.</param>
    public BillingPeriod PeriodContaining(DateTimeOffset time, Calendar calendar, DateTimeOffset since)
    {
        var day = calendar.DayOf(time);
        var first = Anchor == CycleAnchor.Subscription ? calendar.DayOf(since)
            : Every.Unit == TermUnit.Day ? FirstMonday
            : new DateOnly(FirstYear, 1, calendar.BillingDay);

        var count = Every.Unit == TermUnit.Day ? Floor(day.DayNumber - first.DayNumber, Every.Count) : Floor(MonthOf(day) - MonthOf(first), Every.Months);
        if (Every.After(first, count) > day) count--;
        return new(calendar.StartOf(Every.After(first, count)), calendar.StartOf(Every.After(first, count + 1)));
    }

    private static int MonthOf(DateOnly day) => day.Year * MonthsInYear + day.Month;

    private static int Floor(int dividend, int divisor) => (dividend - (dividend % divisor + divisor) % divisor) / divisor;
}
