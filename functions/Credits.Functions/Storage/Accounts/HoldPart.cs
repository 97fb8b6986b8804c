using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Credits.Holds;

namespace Credits.Functions.Storage.Accounts;

/// <summary>A hold as stored: in the account while open, in the journal when placed, in its own document once it has ended.</summary>
internal sealed record HoldPart
{
    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("creditType")] public required string CreditType { get; init; }
    [JsonPropertyName("meter")] public string? Meter { get; init; }
    [JsonPropertyName("member")] public string? Member { get; init; }
    [JsonPropertyName("from")] public required ImmutableArray<PortionPart> Portions { get; init; }
    [JsonPropertyName("placedAt")] public required DateTimeOffset PlacedAt { get; init; }
    [JsonPropertyName("expiresAt")] public required DateTimeOffset ExpiresAt { get; init; }

    public static HoldPart Of(Hold hold) => new()
    {
        Id = hold.Id,
        CreditType = hold.CreditType.Value,
        Meter = hold.Meter,
        Member = hold.Member,
        Portions = PortionPart.Of(hold.Portions) ?? [],
        PlacedAt = hold.PlacedAt,
        ExpiresAt = hold.ExpiresAt,
    };

    public Hold ToHold() => new()
    {
        Id = Id,
        CreditType = global::Credits.Grants.CreditType.Parse(CreditType),
        Meter = Meter,
        Member = Member,
        Portions = PortionPart.ToPortions(Portions),
        PlacedAt = PlacedAt,
        ExpiresAt = ExpiresAt,
    };
}
