using System.Text.Json.Nodes;

namespace Credits.Functions.Alerts;

/// <summary>Something that people or programs outside want to hear of.</summary>
/// <param name="Id">
/// Unique, and the same whenever the same thing is told: it makes the event itself. At most <see cref="MaxIdLength"/> visible ASCII characters without <c>~</c>; an account's id with its entry and the type will do.
/// </param>
/// <param name="Type">One of <see cref="AlertTypes"/>.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Account">Whom it is about.</param>
/// <param name="Plan">The plan that the account was on; null for none.</param>
/// <param name="Data">What there is to say about it. It is sent beside <c>accountId</c>; mails list it, so its names and values are such as people understand.</param>
public sealed record AlertEvent(string Id, string Type, DateTimeOffset Time, AccountId Account, string? Plan, JsonObject Data)
{
    /// <summary>The longest id, in characters.</summary>
    public const int MaxIdLength = 400;
}
