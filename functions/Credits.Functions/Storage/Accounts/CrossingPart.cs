using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Credits.Thresholds;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Something that was reached, as stored in the account and in the journal alike.</summary>
internal sealed record CrossingPart
{
    [JsonPropertyName("kind")] public required CrossingKind Kind { get; init; }
    [JsonPropertyName("creditType")] public required string CreditType { get; init; }
    [JsonPropertyName("level")] public long? Level { get; init; }
    [JsonPropertyName("percent")] public int? Percent { get; init; }
    [JsonPropertyName("counter")] public string? Counter { get; init; }
    [JsonPropertyName("window")] public DateTimeOffset? Window { get; init; }
    [JsonPropertyName("grant")] public string? Grant { get; init; }

    public static CrossingPart Of(Crossing crossing) => new()
    {
        Kind = crossing.Kind,
        CreditType = crossing.CreditType.Value,
        Level = crossing.Level?.Millionths,
        Percent = crossing.Percent,
        Counter = crossing.Counter,
        Window = crossing.Window,
        Grant = crossing.Grant,
    };

    public static ImmutableArray<CrossingPart>? Of(ImmutableArray<Crossing> crossings) => crossings.IsEmpty ? null : [.. crossings.Select(Of)];

    public static ImmutableArray<Crossing> ToCrossings(ImmutableArray<CrossingPart>? parts) => parts is { } stored ? [.. stored.Select(part => part.ToCrossing())] : [];

    public Crossing ToCrossing() => new(Kind)
    {
        CreditType = global::Credits.Grants.CreditType.Parse(CreditType),
        Level = Level is { } level ? Credits.FromMillionths(level) : null,
        Percent = Percent,
        Counter = Counter,
        Window = Window,
        Grant = Grant,
    };
}
