using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Credits.Accounts;
using Credits.Burning;
using Credits.Events;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Functions.Storage.Accounts;

/// <summary>An entry as stored in its page. Names are short because a page holds up to 1,000 of them, and the store charges by size.</summary>
internal sealed record EntryPart
{
    private const string Configured = "configured";
    private const string Granted = "granted";
    private const string Debited = "debited";
    private const string Repaid = "repaid";
    private const string Expired = "expired";
    private const string Voided = "voided";

    [JsonPropertyName("is")] public required string Is { get; init; }
    [JsonPropertyName("settings")] public SettingsDocument? Settings { get; init; }
    [JsonPropertyName("granted")] public GrantPart? Grant { get; init; }

    [JsonPropertyName("source")] public string? Source { get; init; }
    [JsonPropertyName("id")] public string? EventId { get; init; }
    [JsonPropertyName("meter")] public string? Meter { get; init; }
    [JsonPropertyName("time")] public DateTimeOffset? Time { get; init; }

    /// <summary>The event's canonical data as one text: numbers keep their digits, which a stored JSON number might not.</summary>
    [JsonPropertyName("data")] public string? Data { get; init; }

    [JsonPropertyName("card")] public string? RateCard { get; init; }
    [JsonPropertyName("cv")] public int? RateCardVersion { get; init; }

    [JsonPropertyName("type")] public string? CreditType { get; init; }
    [JsonPropertyName("amount")] public long? Amount { get; init; }
    [JsonPropertyName("from")] public ImmutableArray<PortionPart>? Portions { get; init; }
    [JsonPropertyName("over")] public long? Overdraft { get; init; }
    [JsonPropertyName("grant")] public string? GrantId { get; init; }
    [JsonPropertyName("reason")] public string? Reason { get; init; }

    public static EntryPart Of(Movement movement) => movement switch
    {
        Movement.Configured(var settings) => new() { Is = Configured, Settings = SettingsDocument.Of(settings) },
        Movement.Granted(var grant) => new() { Is = Granted, Grant = GrantPart.Of(grant) },
        Movement.Debited(var usage, var charge, var portions, var overdraft) => new()
        {
            Is = Debited,
            Source = usage.Identity.Source,
            EventId = usage.Identity.Id,
            Meter = usage.Meter,
            Time = usage.Time,
            Data = usage.Data.Canonical,
            RateCard = charge.RateCard,
            RateCardVersion = charge.Version,
            CreditType = charge.CreditType.Value,
            Amount = charge.Amount.Millionths,
            Portions = PortionPart.Of(portions),
            Overdraft = overdraft == Credits.Zero ? null : overdraft.Millionths,
        },
        Movement.Repaid(var type, var portions) => new() { Is = Repaid, CreditType = type.Value, Portions = PortionPart.Of(portions) },
        Movement.Expired(var type, var grant, var amount) => new() { Is = Expired, CreditType = type.Value, GrantId = grant, Amount = amount.Millionths },
        Movement.Voided(var type, var grant, var amount, var reason) =>
            new() { Is = Voided, CreditType = type.Value, GrantId = grant, Amount = amount.Millionths, Reason = reason },
        _ => throw new ArgumentOutOfRangeException(nameof(movement), movement, "A movement that the store does not know."),
    };

    public Movement ToMovement(AccountId account) => Is switch
    {
        Configured => new Movement.Configured(Stored(Settings).ToSettings()),
        Granted => new Movement.Granted(Stored(Grant).ToGrant()),
        Debited => new Movement.Debited(
            new(new(Stored(Source), Stored(EventId)), Stored(Meter), account, Stored(Time), EventData.Parse(Stored(Data))),
            new(Credits.FromMillionths(Stored(Amount)), Type, Stored(RateCard), Stored(RateCardVersion)),
            PortionPart.ToPortions(Portions),
            Credits.FromMillionths(Overdraft ?? 0)),
        Repaid => new Movement.Repaid(Type, PortionPart.ToPortions(Portions)),
        Expired => new Movement.Expired(Type, Stored(GrantId), Credits.FromMillionths(Stored(Amount))),
        Voided => new Movement.Voided(Type, Stored(GrantId), Credits.FromMillionths(Stored(Amount)), Stored(Reason)),
        _ => throw new InvalidOperationException($"A stored entry of account {account} is '{Is}', which this version does not know."),
    };

    private CreditType Type => global::Credits.Grants.CreditType.Parse(Stored(CreditType));

    private T Stored<T>(T? value) where T : class => value ?? throw Incomplete();

    private T Stored<T>(T? value) where T : struct => value ?? throw Incomplete();

    private InvalidOperationException Incomplete() => new($"A stored '{Is}' entry lacks a part.");
}

/// <summary>What one grant gave, as stored.</summary>
internal sealed record PortionPart
{
    [JsonPropertyName("grant")] public required string Grant { get; init; }
    [JsonPropertyName("amount")] public required long Amount { get; init; }

    public static ImmutableArray<PortionPart>? Of(ImmutableArray<Portion> portions) =>
        portions.IsEmpty ? null : [.. portions.Select(portion => new PortionPart { Grant = portion.Grant, Amount = portion.Amount.Millionths })];

    public static ImmutableArray<Portion> ToPortions(ImmutableArray<PortionPart>? parts) =>
        parts is { } stored ? [.. stored.Select(ToPortion)] : [];

    private static Portion ToPortion(PortionPart? part) =>
        part is null ? throw new InvalidOperationException("A stored portion is null.") : new(part.Grant, Credits.FromMillionths(part.Amount));
}
