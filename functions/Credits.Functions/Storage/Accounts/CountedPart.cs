using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Credits.Periods;

namespace Credits.Functions.Storage.Accounts;

/// <summary>A counter of a billing period as stored: its sum in the account, what an event added in the journal.</summary>
internal sealed record CountedPart
{
    [JsonPropertyName("counter")] public required string Counter { get; init; }
    [JsonPropertyName("period")] public required DateTimeOffset PeriodStart { get; init; }

    /// <summary>Millionths of a unit as text: they may be more than a stored JSON number holds exactly.</summary>
    [JsonPropertyName("quantity")] public required string Quantity { get; init; }

    public static ImmutableArray<CountedPart>? Of(ImmutableArray<Counted> counted) => counted.IsEmpty ? null : [.. counted.Select(Of)];

    public static ImmutableArray<Counted> ToCounted(ImmutableArray<CountedPart>? parts) => parts is { } stored ? [.. stored.Select(part => part.ToCounted())] : [];

    private static CountedPart Of(Counted counted) => new()
    {
        Counter = counted.Counter,
        PeriodStart = counted.PeriodStart,
        Quantity = counted.Quantity.Millionths.ToString(CultureInfo.InvariantCulture),
    };

    private Counted ToCounted() =>
        new(Counter, PeriodStart, global::Credits.Quantity.FromMillionths(long.Parse(Quantity, NumberStyles.None, CultureInfo.InvariantCulture)));
}
