using Credits.Periods;

namespace Credits.Limits;

/// <summary>Over which time a cap counts. Windows begin with a day of the account's calendar: weeks on Monday, months on the first.</summary>
public enum CapWindow
{
    /// <summary>A calendar day.</summary>
    Day,

    /// <summary>Monday to Sunday.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,
}

/// <summary>When windows begin and end.</summary>
public static class CapWindows
{
    private const int DaysInWeek = 7;
    private const int DaysInLongestMonth = 31;

    // By as much clocks are put back at most, where they show an hour twice.
    private static readonly TimeSpan PutBack = TimeSpan.FromHours(1);

    /// <summary>The first moment of the window that holds a moment.</summary>
    public static DateTimeOffset StartOf(this CapWindow window, DateTimeOffset time, Calendar calendar) => calendar.StartOf(window.FirstDay(calendar.DayOf(time)));

    /// <summary>The first moment after the window that holds a moment: when its cap begins anew.</summary>
    public static DateTimeOffset EndOf(this CapWindow window, DateTimeOffset time, Calendar calendar)
    {
        var first = window.FirstDay(calendar.DayOf(time));
        return calendar.StartOf(window switch
        {
            CapWindow.Day => first.AddDays(1),
            CapWindow.Week => first.AddDays(DaysInWeek),
            _ => first.AddMonths(1),
        });
    }

    /// <summary>How long such a window is at most.</summary>
    internal static TimeSpan Longest(this CapWindow window) => PutBack + TimeSpan.FromDays(window switch
    {
        CapWindow.Day => 1,
        CapWindow.Week => DaysInWeek,
        _ => DaysInLongestMonth,
    });

    private static DateOnly FirstDay(this CapWindow window, DateOnly day) => window switch
    {
        CapWindow.Day => day,
        CapWindow.Week => day.AddDays(-(((int)day.DayOfWeek + DaysInWeek - (int)DayOfWeek.Monday) % DaysInWeek)),
        CapWindow.Month => day.AddDays(1 - day.Day),
        _ => throw new ArgumentOutOfRangeException(nameof(window), window, "A window that caps do not know."),
    };
}
