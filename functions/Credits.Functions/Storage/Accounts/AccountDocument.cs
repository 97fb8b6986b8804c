using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Credits.Accounts;
using Credits.Periods;
using Credits.Thresholds;

namespace Credits.Functions.Storage.Accounts;

/// <summary>The one mutable document of an account: its whole state, guarded by its ETag. Amounts are millionths of a credit.</summary>
internal sealed record AccountDocument
{
    public const string DocumentId = "account";
    public const string DocumentKind = "account";
    public const int CurrentVersion = 1;

    /// <summary>What <see cref="TopUp"/> is when there is one.</summary>
    public const int TopUpReached = 1;

    [JsonPropertyName("id")] public string Id { get; init; } = DocumentId;
    [JsonPropertyName("accountId")] public required string AccountId { get; init; }
    [JsonPropertyName("kind")] public string Kind { get; init; } = DocumentKind;
    [JsonPropertyName("v")] public int Version { get; init; } = CurrentVersion;
    [JsonPropertyName("settings")] public required SettingsDocument Settings { get; init; }
    [JsonPropertyName("grants")] public required ImmutableArray<GrantPart> Grants { get; init; }
    [JsonPropertyName("totals")] public required ImmutableArray<TotalsPart> Totals { get; init; }
    [JsonPropertyName("counters")] public ImmutableArray<CountedPart>? Counters { get; init; }
    [JsonPropertyName("holds")] public ImmutableArray<HoldPart>? Holds { get; init; }
    [JsonPropertyName("spending")] public ImmutableArray<SpentPart>? Spending { get; init; }
    [JsonPropertyName("subscription")] public SubscriptionPart? Subscription { get; init; }
    [JsonPropertyName("formerTurns")] public ImmutableArray<PlanTurnPart>? FormerTurns { get; init; }
    [JsonPropertyName("trials")] public ImmutableArray<TrialDaysPart>? Trials { get; init; }
    [JsonPropertyName("reached")] public ImmutableArray<CrossingPart>? Reached { get; init; }
    [JsonPropertyName("sequence")] public required long Sequence { get; init; }
    [JsonPropertyName("head")] public required string Head { get; init; }

    /// <summary>The fingerprints of the newest entries, those of the page that is not full yet.</summary>
    [JsonPropertyName("fingerprints")] public required byte[] Fingerprints { get; init; }

    /// <summary>Unix milliseconds, so that one indexed comparison finds the accounts that are due.</summary>
    [JsonPropertyName("nextDueAt")] public long? NextDueAt { get; init; }

    /// <summary>The first entry of which nobody may have been told yet.</summary>
    [JsonPropertyName("untold")] public long? UntoldFrom { get; init; }

    /// <summary>When that was booked, in Unix milliseconds, so that one indexed comparison finds what a crash swallowed.</summary>
    [JsonPropertyName("untoldSince")] public long? UntoldSince { get; init; }

    /// <summary>True from the account's opening until an alert endpoint of its own is first made. Without it, and in documents of before, there may be some.</summary>
    [JsonPropertyName("neverHadEndpoints")] public bool? NeverHadEndpoints { get; init; }

    /// <summary>When the level of an automatic top-up is reached, the number that one indexed comparison finds.</summary>
    [JsonPropertyName("topUp")] public int? TopUp { get; init; }

    public static AccountDocument Of(Account account, ReadOnlySpan<ulong> newestFingerprints, Untold? untold = null, bool neverHadEndpoints = false) => new()
    {
        AccountId = account.Id.Value,
        Settings = SettingsDocument.Of(account.Settings),
        Grants = [.. account.OpenGrants.Select(GrantPart.Of)],
        Totals = [.. account.Totals.Select(TotalsPart.Of)],
        Counters = CountedPart.Of(account.Counters.All),
        Holds = account.Holds.IsEmpty ? null : [.. account.Holds.Select(HoldPart.Of)],
        Spending = SpentPart.Of(account.Spending),
        Subscription = account.Subscription is { } subscription ? SubscriptionPart.Of(subscription) : null,
        FormerTurns = account.FormerTurns.IsEmpty ? null : [.. account.FormerTurns.Select(PlanTurnPart.Of)],
        Trials = account.Trials.IsEmpty ? null : [.. account.Trials.Select(TrialDaysPart.Of)],
        Reached = CrossingPart.Of(account.Reached),
        Sequence = account.Sequence,
        Head = account.Head.ToString(),
        Fingerprints = FingerprintBytes.Of(newestFingerprints),
        NextDueAt = account.NextDueAt?.ToUnixTimeMilliseconds(),
        UntoldFrom = untold?.From,
        UntoldSince = untold?.Since.ToUnixTimeMilliseconds(),
        NeverHadEndpoints = neverHadEndpoints ? true : null,
        TopUp = account.Reached.Any(reached => reached.Kind == CrossingKind.TopUp) ? TopUpReached : null,
    };

    public Untold? ToUntold() => UntoldFrom is { } from ? new(from, DateTimeOffset.FromUnixTimeMilliseconds(UntoldSince ?? 0)) : null;

    public Account ToAccount() => new()
    {
        Id = global::Credits.AccountId.Parse(AccountId),
        Settings = Settings.ToSettings(),
        OpenGrants = [.. Grants.Select(grant => grant.ToGrant())],
        Totals = [.. Totals.Select(totals => totals.ToTotals())],
        Counters = PeriodCounters.Of(CountedPart.ToCounted(Counters)),
        Holds = Holds is { } holds ? [.. holds.Select(hold => hold.ToHold())] : [],
        Spending = SpentPart.ToSpending(Spending),
        Subscription = Subscription?.ToSubscription(),
        FormerTurns = FormerTurns is { } turns ? [.. turns.Select(turn => turn.ToTurn())] : [],
        Trials = Trials is { } trials ? [.. trials.Select(days => days.ToDays())] : [],
        Reached = CrossingPart.ToCrossings(Reached),
        Sequence = Sequence,
        Head = EntryHash.Parse(Head),
    };
}

/// <summary>The sums of one credit type as stored.</summary>
internal sealed record TotalsPart
{
    [JsonPropertyName("creditType")] public required string CreditType { get; init; }
    [JsonPropertyName("granted")] public required long Granted { get; init; }
    [JsonPropertyName("burned")] public required long Burned { get; init; }
    [JsonPropertyName("expired")] public required long Expired { get; init; }
    [JsonPropertyName("voided")] public required long Voided { get; init; }
    [JsonPropertyName("overdraft")] public required long Overdraft { get; init; }
    [JsonPropertyName("mark")] public long? Mark { get; init; }
    [JsonPropertyName("debits")] public required long Debits { get; init; }

    public static TotalsPart Of(CreditTotals totals) => new()
    {
        CreditType = totals.CreditType.Value,
        Granted = totals.Granted.Millionths,
        Burned = totals.Burned.Millionths,
        Expired = totals.Expired.Millionths,
        Voided = totals.Voided.Millionths,
        Overdraft = totals.Overdraft.Millionths,
        Mark = totals.Mark == Credits.Zero ? null : totals.Mark.Millionths,
        Debits = totals.Debits,
    };

    public CreditTotals ToTotals() => new(global::Credits.Grants.CreditType.Parse(CreditType))
    {
        Granted = Credits.FromMillionths(Granted),
        Burned = Credits.FromMillionths(Burned),
        Expired = Credits.FromMillionths(Expired),
        Voided = Credits.FromMillionths(Voided),
        Overdraft = Credits.FromMillionths(Overdraft),
        Mark = Credits.FromMillionths(Mark ?? 0),
        Debits = Debits,
    };
}
