using System.Globalization;
using System.Text.Json;
using Credits.Functions.Http;
using Credits.Functions.Storage.Alerts;
using Credits.Rating;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Deliveries;

/// <summary>Which deliveries somebody wants to see.</summary>
/// <param name="Endpoint">Only those to this endpoint; null for all.</param>
/// <param name="State">Only those that have come so far; null for all.</param>
/// <param name="After">The last one of the page before.</param>
/// <param name="Limit">The most to answer.</param>
internal sealed record DeliveryQuery(string? Endpoint, DeliveryState? State, string? After, int Limit)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;
    private static readonly string[] Known = ["endpoint", "state", "cursor", "limit"];

    /// <summary>Reads the query of a URL.</summary>
    /// <exception cref="ProblemException">It has faults; all are told.</exception>
    public static DeliveryQuery Of(IQueryCollection query)
    {
        var faults = new List<Fault>();
        foreach (var (name, values) in query)
        {
            if (!Known.Contains(name)) faults.Add(new(name, $"Unknown parameter; known are {string.Join(", ", Known)}."));
            else if (values is not [{ Length: > 0 }]) faults.Add(new(name, "Must be there once, with a value."));
        }

        var endpoint = Text(query, "endpoint");
        if (endpoint is not null && !ResourceId.IsOne(endpoint)) faults.Add(new("endpoint", $"'{endpoint}' must be {ResourceId.Rule}."));

        var states = Enum.GetValues<DeliveryState>().ToDictionary(state => JsonNamingPolicy.CamelCase.ConvertName(state.ToString()));
        DeliveryState? state = null;
        if (Text(query, "state") is { } named)
        {
            if (states.TryGetValue(named, out var known)) state = known;
            else faults.Add(new("state", $"Must be one of {string.Join(", ", states.Keys)}, but is '{named}'."));
        }

        var cursor = Text(query, "cursor");
        if (cursor is not null && !Delivery.IsId(cursor)) faults.Add(new("cursor", "Must be the 'cursor' of an earlier answer."));

        var limit = DefaultLimit;
        if (Text(query, "limit") is { } number && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
            faults.Add(new("limit", $"Must be a whole number from 1 to {MaxLimit}, but is '{number}'."));

        return faults.Count == 0 ? new(endpoint, state, cursor, limit) : throw new ProblemException(Problem.Invalid(faults));
    }

    private static string? Text(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } text] ? text : null;
}
