using System.Text.Json.Serialization;
using Credits.Accounts;

namespace Credits.Functions.Storage.Accounts;

/// <summary>What prices events from before the last scheduled change, as stored within an account's settings.</summary>
internal sealed record FormerPricesPart
{
    [JsonPropertyName("plan")] public string? Plan { get; init; }
    [JsonPropertyName("pin")] public int? PinnedVersion { get; init; }
    [JsonPropertyName("pinnedUntil")] public DateTimeOffset? PinnedUntil { get; init; }
    [JsonPropertyName("rateCard")] public string? RateCard { get; init; }
    [JsonPropertyName("until")] public required DateTimeOffset Until { get; init; }

    public static FormerPricesPart Of(FormerPrices former) => new() { Plan = former.Plan, PinnedVersion = former.Pin?.Version, PinnedUntil = former.Pin?.Until, RateCard = former.RateCard, Until = former.Until };

    public FormerPrices ToFormer() => new(Plan, PinnedVersion is { } version ? new(version, PinnedUntil) : null, RateCard, Until);
}
