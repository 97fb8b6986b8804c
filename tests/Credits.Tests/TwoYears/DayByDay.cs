using Credits.Limits;
using Credits.Periods;

namespace Credits.Tests.TwoYears;

/// <summary>Periods found by walking over the calendar, a day at a time, until one begins.</summary>
internal static class DayByDay
{
    public static int DaysBetween(DateOnly from, DateOnly until)
    {
        var days = 0;
        for (var day = from; day < until; day = day.AddDays(1)) days++;
        return days;
    }

    /// <summary>The first day, and that after the last, of the period that a day lies in.</summary>
    public static (DateOnly Start, DateOnly End) PeriodWith(DateOnly day, Cycle cycle, DateOnly since, int billingDay)
    {
        var start = day;
        while (!Begins(start, cycle, since, billingDay)) start = start.AddDays(-1);
        return (start, NextBegin(day, cycle, since, billingDay));
    }

    /// <summary>The first day after this one on which a period begins.</summary>
    public static DateOnly NextBegin(DateOnly day, Cycle cycle, DateOnly since, int billingDay)
    {
        do day = day.AddDays(1);
        while (!Begins(day, cycle, since, billingDay));
        return day;
    }

    /// <summary>The same time on the clock, so many days, months or years later.</summary>
    public static DateTimeOffset Later(DateTimeOffset moment, Term term, WallClock clock)
    {
        var shown = clock.Shows(moment);
        var first = DateOnly.FromDateTime(shown);
        var day = first;
        do day = day.AddDays(1);
        while (term.Unit == TermUnit.Day ? DaysBetween(first, day) != term.Count : !IsDayOfMonth(day, first.Day) || MonthsFrom(first, day) != MonthsIn(term));
        return clock.FirstAt(day.ToDateTime(TimeOnly.FromDateTime(shown)));
    }

    /// <summary>The first day of the window of a cap that a day lies in.</summary>
    public static DateOnly StartOf(CapWindow window, DateOnly day)
    {
        while (window != CapWindow.Day && (window == CapWindow.Week ? day.DayOfWeek != DayOfWeek.Monday : day.Day != 1)) day = day.AddDays(-1);
        return day;
    }

    private static bool Begins(DateOnly day, Cycle cycle, DateOnly since, int billingDay)
    {
        var every = cycle.Every;
        if (cycle.Anchor == CycleAnchor.Calendar)
        {
            if (every.Unit == TermUnit.Day) return every.Count == 1 || day.DayOfWeek == DayOfWeek.Monday;
            return IsDayOfMonth(day, billingDay) && (day.Month - 1) % MonthsIn(every) == 0;
        }

        if (every.Unit == TermUnit.Day) return (day.DayNumber - since.DayNumber) % every.Count == 0;
        return IsDayOfMonth(day, since.Day) && MonthsFrom(since, day) % MonthsIn(every) == 0;
    }

    // The 31st of a month that has none is its last day.
    private static bool IsDayOfMonth(DateOnly day, int number) => day.Day == number || (day.Day < number && day.AddDays(1).Day == 1);

    private static int MonthsFrom(DateOnly from, DateOnly to) => (to.Year - from.Year) * 12 + to.Month - from.Month;

    private static int MonthsIn(Term term) => term.Unit == TermUnit.Year ? term.Count * 12 : term.Count;
}
