using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Credits.Functions.Http;
using Credits.Functions.Storage.Payments;
using Credits.Rating;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Purchases;

/// <summary>Which purchases of an account somebody wants to see.</summary>
/// <param name="After">The last one of the page before.</param>
/// <param name="Limit">The most to answer.</param>
internal sealed record PurchaseQuery(PurchasePlace? After, int Limit)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;
    private static readonly string[] Known = ["cursor", "limit"];

    /// <summary>Reads the query of a URL.</summary>
    /// <exception cref="ProblemException">It has faults; all are told.</exception>
    public static PurchaseQuery Of(IQueryCollection query)
    {
        var faults = new List<Fault>();
        foreach (var (name, values) in query)
        {
            if (!Known.Contains(name)) faults.Add(new(name, $"Unknown parameter; known are {string.Join(", ", Known)}."));
            else if (values is not [{ Length: > 0 }]) faults.Add(new(name, "Must be there once, with a value."));
        }

        var (cursor, after) = (Text(query, "cursor"), (PurchasePlace?)null);
        if (cursor is not null && (after = PlaceOf(cursor)) is null) faults.Add(new("cursor", "Must be the 'cursor' of an earlier answer."));

        var limit = DefaultLimit;
        if (Text(query, "limit") is { } number && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
            faults.Add(new("limit", $"Must be a whole number from 1 to {MaxLimit}, but is '{number}'."));

        return faults.Count == 0 ? new(after, limit) : throw new ProblemException(Problem.Invalid(faults));
    }

    /// <summary>Asks for what follows a purchase.</summary>
    public static string CursorAfter(Purchase last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.CreatedAt.UtcTicks}\n{last.Id}")));

    private static PurchasePlace? PlaceOf(string cursor) =>
        Base64Url.IsValid(cursor) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('\n') is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.Ticks && at >= DateTimeOffset.UnixEpoch.Ticks
            ? new(new(at, TimeSpan.Zero), id)
            : null;

    private static string? Text(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } text] ? text : null;
}
