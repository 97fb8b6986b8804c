using System.Text.Json.Serialization;
using Credits.Booking;
using Credits.Holds;

namespace Credits.Functions.Storage.Accounts;

/// <summary>A hold that has ended: what it was and how it did.</summary>
internal sealed record ClosedHoldDocument
{
    public const string DocumentKind = "hold";

    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("accountId")] public required string AccountId { get; init; }
    [JsonPropertyName("kind")] public string Kind { get; init; } = DocumentKind;
    [JsonPropertyName("v")] public int Version { get; init; } = 1;
    [JsonPropertyName("hold")] public required HoldPart Hold { get; init; }
    [JsonPropertyName("end")] public required HoldEnd End { get; init; }
    [JsonPropertyName("closedBy")] public required long ClosedBy { get; init; }

    public static string IdOf(string holdId) => $"h:{holdId}";

    public static ClosedHoldDocument Of(AccountId account, ClosedHold closed) => new()
    {
        Id = IdOf(closed.Hold.Id),
        AccountId = account.Value,
        Hold = HoldPart.Of(closed.Hold),
        End = closed.End,
        ClosedBy = closed.ClosedBy,
    };

    public ClosedHold ToClosedHold() => new(Hold.ToHold(), End, ClosedBy);
}
