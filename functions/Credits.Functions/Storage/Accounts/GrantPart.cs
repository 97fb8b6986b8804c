using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Credits.Grants;

namespace Credits.Functions.Storage.Accounts;

/// <summary>A grant as stored: in the account while open, in the journal when granted, in its own document once closed.</summary>
internal sealed record GrantPart
{
    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("kind")] public required GrantKind Kind { get; init; }
    [JsonPropertyName("creditType")] public required string CreditType { get; init; }
    [JsonPropertyName("amount")] public required long Amount { get; init; }
    [JsonPropertyName("remaining")] public required long Remaining { get; init; }
    [JsonPropertyName("held")] public long? Held { get; init; }
    [JsonPropertyName("effectiveAt")] public required DateTimeOffset EffectiveAt { get; init; }
    [JsonPropertyName("expiresAt")] public DateTimeOffset? ExpiresAt { get; init; }
    [JsonPropertyName("priority")] public required int Priority { get; init; }
    [JsonPropertyName("meters")] public ImmutableArray<string>? Meters { get; init; }
    [JsonPropertyName("reference")] public string? Reference { get; init; }
    [JsonPropertyName("allotment")] public AllotmentPeriodPart? Allotment { get; init; }
    [JsonPropertyName("rollover")] public RolloverPart? Rollover { get; init; }

    /// <summary>What was paid for it, in the currency's smallest unit.</summary>
    [JsonPropertyName("cost")] public long? Cost { get; init; }
    [JsonPropertyName("currency")] public string? Currency { get; init; }

    public static GrantPart Of(Grant grant) => new()
    {
        Id = grant.Id,
        Kind = grant.Kind,
        CreditType = grant.CreditType.Value,
        Amount = grant.Amount.Millionths,
        Remaining = grant.Remaining.Millionths,
        Held = grant.Held == Credits.Zero ? null : grant.Held.Millionths,
        EffectiveAt = grant.EffectiveAt,
        ExpiresAt = grant.ExpiresAt,
        Priority = grant.Priority,
        Meters = grant.Meters.IsEmpty ? null : grant.Meters,
        Reference = grant.Reference,
        Allotment = AllotmentPeriodPart.Of(grant.Allotment),
        Rollover = RolloverPart.Of(grant.Rollover),
        Cost = grant.Cost?.Amount,
        Currency = grant.Cost?.Currency,
    };

    public Grant ToGrant() => new()
    {
        Id = Id,
        Kind = Kind,
        CreditType = global::Credits.Grants.CreditType.Parse(CreditType),
        Amount = Credits.FromMillionths(Amount),
        Remaining = Credits.FromMillionths(Remaining),
        Held = Credits.FromMillionths(Held ?? 0),
        EffectiveAt = EffectiveAt,
        ExpiresAt = ExpiresAt,
        Priority = Priority,
        Meters = Meters ?? [],
        Reference = Reference,
        Allotment = Allotment is { } period ? new(period.Plan, period.Allotment, period.End) : null,
        Rollover = Rollover?.ToRollover(),
        Cost = Cost is { } cost ? new(cost, Currency ?? throw new InvalidOperationException($"The cost of grant '{Id}' is stored without its currency.")) : null,
    };
}

/// <summary>For which period of which allotment a grant is, as stored.</summary>
internal sealed record AllotmentPeriodPart
{
    [JsonPropertyName("plan")] public required string Plan { get; init; }
    [JsonPropertyName("id")] public required string Allotment { get; init; }
    [JsonPropertyName("end")] public required DateTimeOffset End { get; init; }

    public static AllotmentPeriodPart? Of(AllotmentPeriod? period) =>
        period is null ? null : new() { Plan = period.Plan, Allotment = period.Allotment, End = period.End };
}

/// <summary>What rolls over of a grant, as stored.</summary>
internal sealed record RolloverPart
{
    [JsonPropertyName("percent")] public required int Percent { get; init; }
    [JsonPropertyName("minimum")] public long? Minimum { get; init; }
    [JsonPropertyName("maximum")] public long? Maximum { get; init; }
    [JsonPropertyName("expiresAt")] public DateTimeOffset? ExpiresAt { get; init; }

    public static RolloverPart? Of(Rollover? rollover) => rollover is null ? null : new()
    {
        Percent = rollover.Percent,
        Minimum = rollover.Minimum?.Millionths,
        Maximum = rollover.Maximum?.Millionths,
        ExpiresAt = rollover.ExpiresAt,
    };

    public Rollover ToRollover() => new(Percent, AmountOf(Minimum), AmountOf(Maximum), ExpiresAt);

    private static Credits? AmountOf(long? millionths) => millionths is { } known ? Credits.FromMillionths(known) : null;
}
