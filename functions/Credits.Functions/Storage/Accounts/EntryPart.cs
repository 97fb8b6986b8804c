using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Credits.Burning;
using Credits.Events;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Credits.Thresholds;

namespace Credits.Functions.Storage.Accounts;

/// <summary>An entry as stored in its page. Names are short because a page holds up to 1,000 of them, and the store charges by size.</summary>
internal sealed record EntryPart
{
    private const string Configured = "configured";
    private const string Granted = "granted";
    private const string Subscribed = "subscribed";
    private const string Unsubscribed = "unsubscribed";
    private const string RolledOver = "rolled-over";
    private const string Debited = "debited";
    private const string Held = "held";
    private const string Released = "released";
    private const string Deducted = "deducted";
    private const string Reversed = "reversed";
    private const string Repaid = "repaid";
    private const string Crossed = "crossed";
    private const string Expired = "expired";
    private const string Voided = "voided";

    [JsonPropertyName("is")] public required string Is { get; init; }
    [JsonPropertyName("settings")] public SettingsDocument? Settings { get; init; }
    [JsonPropertyName("granted")] public GrantPart? Grant { get; init; }

    [JsonPropertyName("subscription")] public SubscriptionPart? Subscription { get; init; }
    [JsonPropertyName("turn")] public PlanTurnPart? Turn { get; init; }
    [JsonPropertyName("trialEnd")] public DateTimeOffset? TrialEnd { get; init; }

    [JsonPropertyName("source")] public string? Source { get; init; }

    /// <summary>The event's id, or the deduction's.</summary>
    [JsonPropertyName("id")] public string? EventId { get; init; }
    [JsonPropertyName("meter")] public string? Meter { get; init; }
    [JsonPropertyName("time")] public DateTimeOffset? Time { get; init; }

    /// <summary>The event's canonical data as one text: numbers keep their digits, which a stored JSON number might not.</summary>
    [JsonPropertyName("data")] public string? Data { get; init; }

    [JsonPropertyName("card")] public string? RateCard { get; init; }
    [JsonPropertyName("cv")] public int? RateCardVersion { get; init; }

    /// <summary>What the event cost the provider, in millionths of the currency's unit.</summary>
    [JsonPropertyName("cost")] public long? Cost { get; init; }
    [JsonPropertyName("currency")] public string? CostCurrency { get; init; }
    [JsonPropertyName("counted")] public ImmutableArray<CountedPart>? Counted { get; init; }

    [JsonPropertyName("type")] public string? CreditType { get; init; }
    [JsonPropertyName("amount")] public long? Amount { get; init; }
    [JsonPropertyName("from")] public ImmutableArray<PortionPart>? Portions { get; init; }
    [JsonPropertyName("over")] public long? Overdraft { get; init; }
    [JsonPropertyName("grant")] public string? GrantId { get; init; }
    [JsonPropertyName("reason")] public string? Reason { get; init; }

    [JsonPropertyName("member")] public string? Member { get; init; }

    /// <summary>The hold that an event names.</summary>
    [JsonPropertyName("names")] public string? NamedHold { get; init; }

    /// <summary>The hold that a debit captured, or that was released.</summary>
    [JsonPropertyName("hold")] public string? HoldId { get; init; }
    [JsonPropertyName("held")] public HoldPart? Hold { get; init; }
    [JsonPropertyName("end")] public HoldEnd? End { get; init; }
    [JsonPropertyName("caps")] public ImmutableArray<CapUsePart>? CapUses { get; init; }

    [JsonPropertyName("crossing")] public CrossingPart? Crossing { get; init; }
    [JsonPropertyName("became")] public CrossingTurn? CrossingTurn { get; init; }

    /// <summary>The number of the debit that a reversal takes back.</summary>
    [JsonPropertyName("debit")] public long? Debit { get; init; }

    public static EntryPart Of(Movement movement) => movement switch
    {
        Movement.Configured(var settings) => new() { Is = Configured, Settings = SettingsDocument.Of(settings) },
        Movement.Granted(var grant) => new() { Is = Granted, Grant = GrantPart.Of(grant) },
        Movement.Subscribed(var subscription) subscribed => new() { Is = Subscribed, Subscription = SubscriptionPart.Of(subscription), TrialEnd = subscribed.TrialEnd },
        Movement.Unsubscribed(var turn) => new() { Is = Unsubscribed, Turn = PlanTurnPart.Of(turn) },
        Movement.RolledOver(var from, var grant) => new() { Is = RolledOver, GrantId = from, Grant = GrantPart.Of(grant) },
        Movement.Debited(var usage, var charge, var portions, var overdraft) debited => new()
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
            Cost = charge.Cost?.Millionths,
            CostCurrency = charge.Cost?.Currency,
            Counted = CountedPart.Of(charge.Counted),
            Portions = PortionPart.Of(portions),
            Overdraft = overdraft == Credits.Zero ? null : overdraft.Millionths,
            Member = usage.Member,
            NamedHold = usage.Hold,
            HoldId = debited.Hold,
            CapUses = CapUsePart.Of(debited.CapUses),
        },
        Movement.Held(var hold) => new() { Is = Held, Hold = HoldPart.Of(hold) },
        Movement.Released(var type, var hold, var amount, var end) =>
            new() { Is = Released, CreditType = type.Value, HoldId = hold, Amount = amount.Millionths, End = end },
        Movement.Deducted(var id, var type, var amount, var portions, var overdraft, var reason) => new()
        {
            Is = Deducted,
            EventId = id,
            CreditType = type.Value,
            Amount = amount.Millionths,
            Portions = PortionPart.Of(portions),
            Overdraft = overdraft == Credits.Zero ? null : overdraft.Millionths,
            Reason = reason,
        },
        Movement.Reversed(var debit, var type, var returned, var forgiven, var counted, var reason) => new()
        {
            Is = Reversed,
            Debit = debit,
            CreditType = type.Value,
            Portions = PortionPart.Of(returned),
            Overdraft = forgiven == Credits.Zero ? null : forgiven.Millionths,
            Counted = CountedPart.Of(counted),
            Reason = reason,
        },
        Movement.Repaid(var type, var portions) => new() { Is = Repaid, CreditType = type.Value, Portions = PortionPart.Of(portions) },
        Movement.Crossed(var crossing, var turn, var amount) => new() { Is = Crossed, Crossing = CrossingPart.Of(crossing), CrossingTurn = turn, Amount = amount.Millionths },
        Movement.Expired(var type, var grant, var amount) => new() { Is = Expired, CreditType = type.Value, GrantId = grant, Amount = amount.Millionths },
        Movement.Voided(var type, var grant, var amount, var reason) =>
            new() { Is = Voided, CreditType = type.Value, GrantId = grant, Amount = amount.Millionths, Reason = reason },
        _ => throw new ArgumentOutOfRangeException(nameof(movement), movement, "A movement that the store does not know."),
    };

    public Movement ToMovement(AccountId account) => Is switch
    {
        Configured => new Movement.Configured(Stored(Settings).ToSettings()),
        Granted => new Movement.Granted(Stored(Grant).ToGrant()),
        Subscribed => new Movement.Subscribed(Stored(Subscription).ToSubscription()) { TrialEnd = TrialEnd },
        Unsubscribed => new Movement.Unsubscribed(Stored(Turn).ToTurn()),
        RolledOver => new Movement.RolledOver(Stored(GrantId), Stored(Grant).ToGrant()),
        Debited => new Movement.Debited(
            new(new(Stored(Source), Stored(EventId)), Stored(Meter), account, Stored(Time), EventData.Parse(Stored(Data))) { Member = Member, Hold = NamedHold },
            new(Credits.FromMillionths(Stored(Amount)), Type, Stored(RateCard), Stored(RateCardVersion))
            {
                Cost = Cost is { } cost ? new(cost, Stored(CostCurrency)) : null,
                Counted = CountedPart.ToCounted(Counted),
            },
            PortionPart.ToPortions(Portions),
            Credits.FromMillionths(Overdraft ?? 0))
        { Hold = HoldId, CapUses = CapUsePart.ToUses(CapUses) },
        Held => new Movement.Held(Stored(Hold).ToHold()),
        Released => new Movement.Released(Type, Stored(HoldId), Credits.FromMillionths(Stored(Amount)), Stored(End)),
        Deducted => new Movement.Deducted(
            Stored(EventId), Type, Credits.FromMillionths(Stored(Amount)), PortionPart.ToPortions(Portions), Credits.FromMillionths(Overdraft ?? 0), Stored(Reason)),
        Reversed => new Movement.Reversed(
            Stored(Debit), Type, PortionPart.ToPortions(Portions), Credits.FromMillionths(Overdraft ?? 0), CountedPart.ToCounted(Counted), Stored(Reason)),
        Repaid => new Movement.Repaid(Type, PortionPart.ToPortions(Portions)),
        Crossed => new Movement.Crossed(Stored(Crossing).ToCrossing(), Stored(CrossingTurn), Credits.FromMillionths(Stored(Amount))),
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
