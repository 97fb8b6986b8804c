using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Credits.Accounts;
using Credits.Limits;

namespace Credits.Functions.Storage.Accounts;

/// <summary>The limits of an account as stored, within its settings.</summary>
internal sealed record LimitsPart
{
    [JsonPropertyName("policy")] public required LimitPolicy Policy { get; init; }
    [JsonPropertyName("overdraftLimit")] public required long OverdraftLimit { get; init; }
    [JsonPropertyName("capturesBeyondHold")] public required bool CapturesBeyondHold { get; init; }
    [JsonPropertyName("paused")] public required bool Paused { get; init; }
    [JsonPropertyName("pausedMembers")] public ImmutableArray<string>? PausedMembers { get; init; }
    [JsonPropertyName("caps")] public ImmutableArray<CapPart>? Caps { get; init; }

    public static LimitsPart? Of(LimitSettings limits) => limits == LimitSettings.None ? null : new()
    {
        Policy = limits.Policy ?? LimitSettings.DefaultPolicy,
        OverdraftLimit = (limits.OverdraftLimit ?? LimitSettings.DefaultOverdraftLimit).Millionths,
        CapturesBeyondHold = limits.CapturesBeyondHold ?? LimitSettings.DefaultCapturesBeyondHold,
        Paused = limits.Paused,
        PausedMembers = limits.PausedMembers.IsEmpty ? null : limits.PausedMembers,
        Caps = limits.Caps.IsEmpty ? null : [.. limits.Caps.Select(CapPart.Of)],
    };

    public LimitSettings ToLimits(NamedDefaults named) => new()
    {
        Policy = Policy == LimitSettings.DefaultPolicy && !named.HasFlag(NamedDefaults.Policy) ? null : Policy,
        OverdraftLimit = OverdraftLimit == LimitSettings.DefaultOverdraftLimit.Millionths && !named.HasFlag(NamedDefaults.OverdraftLimit) ? null : Credits.FromMillionths(OverdraftLimit),
        CapturesBeyondHold = CapturesBeyondHold == LimitSettings.DefaultCapturesBeyondHold && !named.HasFlag(NamedDefaults.CapturesBeyondHold) ? null : CapturesBeyondHold,
        Paused = Paused,
        PausedMembers = PausedMembers ?? [],
        Caps = Caps is { } caps ? [.. caps.Select(cap => cap.ToCap())] : [],
    };
}

/// <summary>A cap as stored.</summary>
internal sealed record CapPart
{
    [JsonPropertyName("meter")] public string? Meter { get; init; }
    [JsonPropertyName("member")] public string? Member { get; init; }
    [JsonPropertyName("eachMember")] public required bool EachMember { get; init; }
    [JsonPropertyName("window")] public required CapWindow Window { get; init; }
    [JsonPropertyName("limit")] public required long Limit { get; init; }
    [JsonPropertyName("setBy")] public required SetBy SetBy { get; init; }

    public static CapPart Of(Cap cap) => new()
    {
        Meter = cap.Scope.Meter,
        Member = cap.Scope.Member,
        EachMember = cap.Scope.EachMember,
        Window = cap.Window,
        Limit = cap.Limit.Millionths,
        SetBy = cap.SetBy,
    };

    public Cap ToCap() => new(new(Meter, Member, EachMember), Window, Credits.FromMillionths(Limit), SetBy);
}

/// <summary>What was burned under a cap, as stored in the account.</summary>
internal sealed record SpentPart
{
    [JsonPropertyName("counter")] public required string Counter { get; init; }
    [JsonPropertyName("window")] public required DateTimeOffset WindowStart { get; init; }
    [JsonPropertyName("burned")] public required long Burned { get; init; }

    public static ImmutableArray<SpentPart>? Of(Spending spending) =>
        spending.All.IsEmpty ? null : [.. spending.All.Select(spent => new SpentPart { Counter = spent.Counter, WindowStart = spent.WindowStart, Burned = spent.Burned.Millionths })];

    public static Spending ToSpending(ImmutableArray<SpentPart>? parts) =>
        parts is { } stored ? Spending.Of(stored.Select(part => new Spent(part.Counter, part.WindowStart, Credits.FromMillionths(part.Burned)))) : Spending.None;
}

/// <summary>That an event counts against a cap, as stored in the journal.</summary>
internal sealed record CapUsePart
{
    [JsonPropertyName("counter")] public required string Counter { get; init; }
    [JsonPropertyName("window")] public required DateTimeOffset WindowStart { get; init; }

    public static ImmutableArray<CapUsePart>? Of(ImmutableArray<CapUse> uses) =>
        uses.IsEmpty ? null : [.. uses.Select(use => new CapUsePart { Counter = use.Counter, WindowStart = use.WindowStart })];

    public static ImmutableArray<CapUse> ToUses(ImmutableArray<CapUsePart>? parts) =>
        parts is { } stored ? [.. stored.Select(part => new CapUse(part.Counter, part.WindowStart))] : [];
}
