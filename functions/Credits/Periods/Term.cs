using System.Globalization;

namespace Credits.Periods;

/// <summary>So many days, months or years of the calendar. Written as ISO 8601 has it: <c>P30D</c>, <c>P1M</c>, <c>P1Y</c>; <c>P2W</c> is <c>P14D</c>.</summary>
/// <param name="Count">How many; from 1 to <see cref="MaxCount"/>, of years to a twelfth of it.</param>
/// <param name="Unit">Of what.</param>
public readonly record struct Term(int Count, TermUnit Unit)
{
    /// <summary>The most days, and the most months: a hundred years, so that no date passes the calendar's last.</summary>
    public const int MaxCount = 1_200;

    /// <summary>What a term looks like, in words for an error message.</summary>
    public static readonly string Rule = $"a duration such as P30D, P2W, P1M or P1Y, of 1 to {MaxCount} days or months";

    /// <summary>For how many years terms in a row may last together.</summary>
    public const int MaxYearsInARow = MaxCount / MonthsInYear;

    private const int DaysInWeek = 7;
    private const int DaysInYear = 365;
    private const int MonthsInYear = 12;

    /// <summary>How many months it counts; zero when it counts days.</summary>
    public int Months => Unit switch { TermUnit.Month => Count, TermUnit.Year => Count * MonthsInYear, _ => 0 };

    /// <summary>Whether so many of it, one after the other, last no longer than <see cref="MaxYearsInARow"/>.</summary>
    public bool MayRepeat(int times) =>
        (long)times * Count <= MaxYearsInARow * Unit switch { TermUnit.Day => DaysInYear, TermUnit.Month => MonthsInYear, _ => 1 };

    /// <summary>Reads a term; false when it breaks the <see cref="Rule"/>.</summary>
    public static bool TryParse(string? text, out Term term)
    {
        term = default;
        if (text is not ['P', .. var digits, var letter] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        if (count is < 1 or > MaxCount) return false;

        Term read = letter switch
        {
            'D' => new(count, TermUnit.Day),
            'W' => new(count * DaysInWeek, TermUnit.Day),
            'M' => new(count, TermUnit.Month),
            'Y' => new(count, TermUnit.Year),
            _ => default,
        };
        if (read.Count is < 1 or > MaxCount || read.Months > MaxCount) return false;

        term = read;
        return true;
    }

    /// <summary>The day that lies this term, so many times, after a day. A day that its month lacks is the month's last, each time counted from the first: 31 January, 28 February, 31 March.</summary>
    public DateOnly After(DateOnly day, int times = 1) => Unit == TermUnit.Day ? day.AddDays(Count * times) : day.AddMonths(Months * times);

    /// <summary>The moment this term after a moment: on the day of <see cref="After(DateOnly, int)"/>, when clocks show the same time.</summary>
    public DateTimeOffset After(DateTimeOffset moment, Calendar calendar)
    {
        var (day, time) = calendar.ShownAt(moment);
        return calendar.FirstAt(After(day), time);
    }

    /// <summary>The term as ISO 8601 writes it.</summary>
    public override string ToString() => $"P{Count.ToString(CultureInfo.InvariantCulture)}{Unit.ToString()[0]}";
}
