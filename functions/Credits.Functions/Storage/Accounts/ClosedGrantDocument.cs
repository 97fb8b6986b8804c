using System.Text.Json.Serialization;
using Credits.Booking;

namespace Credits.Functions.Storage.Accounts;

/// <summary>A grant that has nothing left: what it was and where its credits went.</summary>
internal sealed record ClosedGrantDocument
{
    public const string DocumentKind = "grant";

    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("accountId")] public required string AccountId { get; init; }
    [JsonPropertyName("kind")] public string Kind { get; init; } = DocumentKind;
    [JsonPropertyName("v")] public int Version { get; init; } = 1;
    [JsonPropertyName("grant")] public required GrantPart Grant { get; init; }
    [JsonPropertyName("closedBy")] public required long ClosedBy { get; init; }
    [JsonPropertyName("expired")] public required long Expired { get; init; }
    [JsonPropertyName("voided")] public required long Voided { get; init; }
    [JsonPropertyName("rolledOver")] public long? RolledOver { get; init; }

    public static string IdOf(string grantId) => $"g:{grantId}";

    public static ClosedGrantDocument Of(AccountId account, ClosedGrant closed) => new()
    {
        Id = IdOf(closed.Grant.Id),
        AccountId = account.Value,
        Grant = GrantPart.Of(closed.Grant),
        ClosedBy = closed.ClosedBy,
        Expired = closed.Expired.Millionths,
        Voided = closed.Voided.Millionths,
        RolledOver = closed.RolledOver == Credits.Zero ? null : closed.RolledOver.Millionths,
    };

    public ClosedGrant ToClosedGrant() => new(Grant.ToGrant(), ClosedBy, Credits.FromMillionths(Expired), Credits.FromMillionths(Voided), Credits.FromMillionths(RolledOver ?? 0));
}
