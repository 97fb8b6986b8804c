using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Credits.Limits;
using Credits.Thresholds;

namespace Credits.Functions.Storage.Accounts;

/// <summary>A threshold as stored, within an account's settings.</summary>
internal sealed record ThresholdPart
{
    [JsonPropertyName("creditType")] public required string CreditType { get; init; }
    [JsonPropertyName("left")] public long? Left { get; init; }
    [JsonPropertyName("percent")] public int? Percent { get; init; }
    [JsonPropertyName("setBy")] public required SetBy SetBy { get; init; }

    public static ImmutableArray<ThresholdPart>? Of(ImmutableArray<Threshold> thresholds) => thresholds.IsEmpty
        ? null
        : [.. thresholds.Select(threshold => new ThresholdPart { CreditType = threshold.CreditType.Value, Left = threshold.Left?.Millionths, Percent = threshold.Percent, SetBy = threshold.SetBy })];

    public static ImmutableArray<Threshold> ToThresholds(ImmutableArray<ThresholdPart>? parts) => parts is { } stored
        ? [.. stored.Select(part => new Threshold(global::Credits.Grants.CreditType.Parse(part.CreditType), part.Left is { } left ? Credits.FromMillionths(left) : null, part.Percent, part.SetBy))]
        : [];
}
