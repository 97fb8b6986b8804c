using System.Text.Json;
using System.Text.Json.Nodes;
using Credits.Rating;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Checks;

/// <summary>What a check's URL asks about: <c>meter</c>, perhaps <c>member</c>, and every other parameter a quantity or dimension of the event's data.</summary>
internal static class CheckQuery
{
    private const string Meter = "meter";
    private const string Member = "member";

    /// <summary>The usage; null, with the faults, when the URL names none.</summary>
    public static IntendedUsage? Of(IQueryCollection query, List<Fault> faults)
    {
        foreach (var (name, values) in query)
            if (values is not [{ Length: > 0 }]) faults.Add(new(name, "Must be there once, with a value."));
        if (!query.Keys.Contains(Meter, StringComparer.Ordinal)) faults.Add(new(Meter, "Missing; name what is to be used."));
        if (faults.Count > 0) return null;

        var data = new JsonObject();
        foreach (var (name, values) in query)
            if (name is not (Meter or Member)) data[name] = Value(values.ToString());

        return new(query[Meter].ToString(), JsonSerializer.SerializeToElement(data), query.Keys.Contains(Member, StringComparer.Ordinal) ? query[Member].ToString() : null);
    }

    // A number as it would be in an event, with all its digits; anything else is text.
    private static JsonValue Value(string text)
    {
        var mayBeNumber = char.IsAsciiDigit(text[0]) || (text[0] == '-' && text.Length > 1);
        if (!mayBeNumber) return JsonValue.Create(text);

        try
        {
            return JsonNode.Parse(text) is JsonValue number ? number : JsonValue.Create(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text); // such as a date
        }
    }
}
