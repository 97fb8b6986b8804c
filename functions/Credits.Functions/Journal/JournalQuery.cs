using System.Globalization;
using Credits.Events;
using Credits.Functions.Http;
using Credits.Journal;
using Credits.Rating;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Journal;

/// <summary>Which entries of a journal somebody wants to see.</summary>
/// <param name="FirstSequence">The first entry to look at.</param>
/// <param name="From">Only entries booked at or after this moment.</param>
/// <param name="To">Only entries booked before this moment.</param>
/// <param name="Meter">Only debits for this meter.</param>
/// <param name="EventId">Only debits for events with this id, from whatever source.</param>
/// <param name="Source">Only debits for events of this source; with an event's id, it is found without a search.</param>
/// <param name="Limit">The most entries to answer.</param>
internal sealed record JournalQuery(long FirstSequence, DateTimeOffset? From, DateTimeOffset? To, string? Meter, string? EventId, string? Source, int Limit)
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;
    private static readonly string[] Known = ["from", "to", "meter", "eventId", "source", "cursor", "limit"];

    /// <summary>The one event that is asked for; null when several may be.</summary>
    public EventIdentity? Event => Source is not null && EventId is not null ? new(Source, EventId) : null;

    /// <summary>Whether an entry booked in time is wanted.</summary>
    public bool Admits(Entry entry) =>
        entry.Sequence >= FirstSequence
        && ((Meter is null && EventId is null && Source is null)
            || (entry.Movement is Movement.Debited(var usage, _, _, _)
                && (Meter is null || usage.Meter == Meter) && (EventId is null || usage.Identity.Id == EventId) && (Source is null || usage.Identity.Source == Source)));

    /// <summary>Whether an entry was booked in the time that is asked for.</summary>
    public bool IsInTime(Entry entry) => (From is null || entry.BookedAt >= From) && (To is null || entry.BookedAt < To);

    /// <summary>Reads the query of a URL.</summary>
    /// <exception cref="ProblemException">It has faults; all are told.</exception>
    public static JournalQuery Of(IQueryCollection query)
    {
        var faults = new List<Fault>();
        foreach (var (name, values) in query)
        {
            if (!Known.Contains(name)) faults.Add(new(name, $"Unknown parameter; known are {string.Join(", ", Known)}."));
            else if (values.Count != 1 || values[0] is not { Length: > 0 }) faults.Add(new(name, "Must be there once, with a value."));
        }

        DateTimeOffset? Time(string name)
        {
            if (Text(query, name) is not { } text) return null;
            if (Rfc3339.TryParse(text, out var time)) return time;
            faults.Add(new(name, $"Must be an RFC 3339 time with an offset, such as 2026-01-31T12:00:00Z, but is '{text}'; a plus sign is written %2B in a URL."));
            return null;
        }

        var (from, to) = (Time("from"), Time("to"));
        if (to <= from) faults.Add(new("to", "Must be after 'from'."));

        var first = 1L;
        if (Text(query, "cursor") is { } cursor && !JournalCursor.TryRead(cursor, out first))
            faults.Add(new("cursor", "Must be the 'cursor' of an earlier answer."));

        var limit = DefaultLimit;
        if (Text(query, "limit") is { } number && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
            faults.Add(new("limit", $"Must be a whole number from 1 to {MaxLimit}, but is '{number}'."));

        return faults.Count == 0
            ? new(first, from, to, Text(query, "meter"), Text(query, "eventId"), Text(query, "source"), limit)
            : throw new ProblemException(Problem.Invalid(faults));
    }

    private static string? Text(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } text] ? text : null;
}
