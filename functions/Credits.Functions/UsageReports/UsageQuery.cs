using System.Globalization;
using Credits.Functions.Http;
using Credits.Rating;
using Credits.UsageDays;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.UsageReports;

/// <summary>Which usage somebody wants to see, and how grouped.</summary>
/// <param name="From">The first day, in the account's time zone.</param>
/// <param name="To">The first day that no longer counts.</param>
/// <param name="By">What a row stands for.</param>
/// <param name="Dimension">The path of the dimension whose values are the rows.</param>
/// <param name="Meter">Only this meter.</param>
internal sealed record UsageQuery(DateOnly From, DateOnly To, UsageGrouping By, string? Dimension, string? Meter)
{
    private const int DefaultDays = 30;
    private const int MaxDays = 400;
    private const string DateFormat = "yyyy-MM-dd";
    private static readonly string[] Known = ["from", "to", "by", "dimension", "meter"];
    private static readonly Dictionary<string, UsageGrouping> Groupings = new()
    {
        ["day"] = UsageGrouping.Day,
        ["meter"] = UsageGrouping.Meter,
        ["member"] = UsageGrouping.Member,
        ["dimension"] = UsageGrouping.Dimension,
    };

    /// <summary>Reads the query of a URL.</summary>
    /// <param name="query">The query.</param>
    /// <param name="today">The account's day that is not over.</param>
    /// <exception cref="ProblemException">It has faults; all are told.</exception>
    public static UsageQuery Of(IQueryCollection query, DateOnly today)
    {
        var faults = new List<Fault>();
        foreach (var (name, values) in query)
        {
            if (!Known.Contains(name)) faults.Add(new(name, $"Unknown parameter; known are {string.Join(", ", Known)}."));
            else if (values.Count != 1 || values[0] is not { Length: > 0 }) faults.Add(new(name, "Must be there once, with a value."));
        }

        DateOnly? Date(string name)
        {
            if (Text(query, name) is not { } text) return null;
            if (DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is > 1 and < 9999) return date;
            faults.Add(new(name, $"Must be a date, such as 2026-01-31, but is '{text}'."));
            return null;
        }

        // Today is not over, and counts as far as it is.
        var (from, to) = (Date("from"), Date("to"));
        var before = to ?? Latest(from?.AddDays(1), today.AddDays(1));
        var first = from ?? before.AddDays(-DefaultDays);
        if (before <= first) faults.Add(new("to", "Must be after 'from'; it is the first day that no longer counts."));
        else if (before.DayNumber - first.DayNumber > MaxDays) faults.Add(new("to", $"Must be at most {MaxDays} days after 'from', but is {before.DayNumber - first.DayNumber}."));

        var by = UsageGrouping.Day;
        if (Text(query, "by") is { } grouping && !Groupings.TryGetValue(grouping, out by)) faults.Add(new("by", $"Must be one of {string.Join(", ", Groupings.Keys)}, but is '{grouping}'."));

        var dimension = Text(query, "dimension");
        if (by == UsageGrouping.Dimension && dimension is null) faults.Add(new("dimension", "Missing; name the path within the events' data, such as model."));
        if (by != UsageGrouping.Dimension && dimension is not null) faults.Add(new("dimension", "Only for by=dimension."));

        return faults.Count == 0 ? new(first, before, by, dimension, Text(query, "meter")) : throw new ProblemException(Problem.Invalid(faults));
    }

    private static DateOnly Latest(DateOnly? one, DateOnly other) => one > other ? one.Value : other;

    private static string? Text(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } text] ? text : null;
}
