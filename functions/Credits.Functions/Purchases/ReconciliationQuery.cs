using Credits.Functions.Http;
using Credits.Rating;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Purchases;

/// <summary>Which payments somebody wants compared.</summary>
/// <param name="From">The first moment at which they were begun.</param>
/// <param name="Until">The first moment that is none of it any more.</param>
/// <param name="Cursor">Where the page before ended.</param>
internal sealed record ReconciliationQuery(DateTimeOffset From, DateTimeOffset Until, ReconciliationCursor Cursor)
{
    private static readonly string[] Known = ["from", "to", "cursor"];

    // What was begun later may be on its way still: a customer is paying, a webhook is being sent.
    private static readonly TimeSpan Rest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Span = TimeSpan.FromDays(30);

    // Nothing is begun later, however far clocks differ; and a time near the calendar's end can't be rounded up.
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>Reads the query of a URL.</summary>
    /// <exception cref="ProblemException">It has faults; all are told.</exception>
    public static ReconciliationQuery Of(IQueryCollection query, DateTimeOffset now)
    {
        var faults = new List<Fault>();
        foreach (var (name, values) in query)
        {
            if (!Known.Contains(name)) faults.Add(new(name, $"Unknown parameter; known are {string.Join(", ", Known)}."));
            else if (values is not [{ Length: > 0 }]) faults.Add(new(name, "Must be there once, with a value."));
        }

        var until = Time(query, "to", faults) ?? now - Rest;
        if (until > now + Ahead) until = now + Ahead;
        var from = Time(query, "from", faults) ?? until - Span;
        if (from < DateTimeOffset.UnixEpoch) faults.Add(new("from", "Must be in 1970 or later."));
        if (from >= until) faults.Add(new("from", $"Must be before 'to', which is {Rfc3339.Write(until)}."));

        var cursor = Text(query, "cursor") is not { } text ? ReconciliationCursor.Start : ReconciliationCursor.Read(text);
        if (cursor is null) faults.Add(new("cursor", "Must be the 'cursor' of an earlier answer."));

        return faults.Count == 0 ? new(from, until, cursor!) : throw new ProblemException(Problem.Invalid(faults));
    }

    private static DateTimeOffset? Time(IQueryCollection query, string name, List<Fault> faults)
    {
        if (Text(query, name) is not { } text) return null;
        if (Rfc3339.TryParse(text, out var time)) return time;

        faults.Add(new(name, $"Must be an RFC 3339 time with an offset, such as 2026-01-31T12:00:00Z, but is '{text}'."));
        return null;
    }

    private static string? Text(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } text] ? text : null;
}
