using System.Globalization;
using Credits.Functions.Http;
using Credits.Rating;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Timelines;

/// <summary>How much of a timeline somebody wants to see.</summary>
/// <param name="Until">The first moment that no longer counts.</param>
/// <param name="Limit">The most items.</param>
internal sealed record TimelineQuery(DateTimeOffset Until, int Limit)
{
    private const string UntilParameter = "until";
    private const string LimitParameter = "limit";
    private const int DefaultDays = 92;
    private const int MaxDays = 1_100;
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    /// <summary>Reads the query of a URL.</summary>
    /// <exception cref="ProblemException">It has faults; all are told.</exception>
    public static TimelineQuery Of(IQueryCollection query, DateTimeOffset now)
    {
        var faults = query.Keys.Where(name => name is not (UntilParameter or LimitParameter)).Select(name => new Fault(name, $"Unknown parameter; known are {UntilParameter}, {LimitParameter}.")).ToList();

        var until = now.AddDays(DefaultDays);
        if (query.TryGetValue(UntilParameter, out var text))
        {
            if (!Rfc3339.TryParse(text, out until)) faults.Add(new(UntilParameter, $"Must be an RFC 3339 time with an offset, such as 2026-01-31T12:00:00Z, but is '{text}'; a plus sign is written %2B in a URL."));
            else if (until <= now || until > now.AddDays(MaxDays)) faults.Add(new(UntilParameter, $"Must be a time within {MaxDays} days from now, but is {Rfc3339.Write(until)}."));
        }

        var limit = DefaultLimit;
        if (query.TryGetValue(LimitParameter, out var number) && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
            faults.Add(new(LimitParameter, $"Must be a whole number from 1 to {MaxLimit}, but is '{number}'."));

        return faults.Count == 0 ? new(until, limit) : throw new ProblemException(Problem.Invalid(faults));
    }
}
