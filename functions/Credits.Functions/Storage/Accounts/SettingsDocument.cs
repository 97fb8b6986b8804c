using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Credits.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Limits;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Account settings as stored, in the account and in the journal alike.</summary>
internal sealed record SettingsDocument
{
    [JsonPropertyName("name")] public string? Name { get; init; }
    [JsonPropertyName("plan")] public string? Plan { get; init; }
    [JsonPropertyName("rateCard")] public required string RateCard { get; init; }

    /// <summary>What is named though it is the default anyway: a default that is not listed here was not named. A document from before there were plans lists none.</summary>
    [JsonPropertyName("named")] public int? NamedDefaults { get; init; }

    [JsonPropertyName("pin")] public int? PinnedVersion { get; init; }
    [JsonPropertyName("pinnedUntil")] public DateTimeOffset? PinnedUntil { get; init; }
    [JsonPropertyName("billingDay")] public int BillingDay { get; init; } = BillingPeriod.DefaultDay;
    [JsonPropertyName("timeZone")] public string? TimeZone { get; init; }

    /// <summary>The account's own prices as one JSON text: numbers keep their digits, which a stored JSON number might not.</summary>
    [JsonPropertyName("overrides")] public string? Overrides { get; init; }

    [JsonPropertyName("scheduled")] public ImmutableArray<ScheduledChangePart>? Scheduled { get; init; }
    [JsonPropertyName("former")] public FormerPricesPart? Former { get; init; }
    [JsonPropertyName("thresholds")] public ImmutableArray<ThresholdPart>? Thresholds { get; init; }
    [JsonPropertyName("noticeDays")] public int? ExpiryNoticeDays { get; init; }
    [JsonPropertyName("topUp")] public TopUpPart? TopUp { get; init; }
    [JsonPropertyName("limits")] public LimitsPart? Limits { get; init; }
    [JsonPropertyName("repaysOverdraft")] public required bool RepaysOverdraft { get; init; }

    public static SettingsDocument Of(AccountSettings settings) => new()
    {
        Name = settings.Name,
        Plan = settings.Plan,
        RateCard = settings.RateCard ?? AccountSettings.DefaultRateCard,
        NamedDefaults = settings.NamedDefaults == global::Credits.Accounts.NamedDefaults.None ? null : (int)settings.NamedDefaults,
        PinnedVersion = settings.Pin?.Version,
        PinnedUntil = settings.Pin?.Until,
        BillingDay = settings.BillingDay,
        TimeZone = settings.TimeZone,
        Overrides = settings.Overrides.IsEmpty ? null : RateOverridesJson.Write(settings.Overrides),
        Scheduled = settings.Scheduled.IsEmpty ? null : [.. settings.Scheduled.Select(ScheduledChangePart.Of)],
        Former = settings.Former is { } former ? FormerPricesPart.Of(former) : null,
        Thresholds = ThresholdPart.Of(settings.Thresholds),
        ExpiryNoticeDays = settings.ExpiryNoticeDays,
        TopUp = settings.TopUp is { } topUp ? TopUpPart.Of(topUp) : null,
        Limits = LimitsPart.Of(settings.Limits),
        RepaysOverdraft = settings.RepaysOverdraft,
    };

    public AccountSettings ToSettings() => new()
    {
        Name = Name,
        Plan = Plan,
        RateCard = StoredRateCard == AccountSettings.DefaultRateCard && !Named.HasFlag(global::Credits.Accounts.NamedDefaults.RateCard) ? null : StoredRateCard,
        Pin = PinnedVersion is { } version ? new(version, PinnedUntil) : null,
        BillingDay = BillingDay,
        TimeZone = TimeZone,
        Overrides = ReadOverrides(),
        Scheduled = Scheduled is { } scheduled ? [.. scheduled.Select(change => change.ToChange())] : [],
        Former = Former?.ToFormer(),
        Thresholds = ThresholdPart.ToThresholds(Thresholds),
        ExpiryNoticeDays = ExpiryNoticeDays,
        TopUp = TopUp?.ToTopUp(),
        Limits = Limits?.ToLimits(Named) ?? LimitSettings.None,
        RepaysOverdraft = RepaysOverdraft,
    };

    // A required member may still be null in JSON, and here null would read as what it is not: a card that was never named.
    private string StoredRateCard => RateCard ?? throw new InvalidOperationException("Stored settings lack their rate card.");

    private NamedDefaults Named => (NamedDefaults)(NamedDefaults ?? 0);

    private ImmutableArray<RateOverride> ReadOverrides()
    {
        if (Overrides is null) return [];

        using var json = JsonDocument.Parse(Overrides);
        var overrides = RateOverridesJson.Read(json.RootElement, "overrides", out var faults);
        return faults.IsEmpty ? overrides : throw new InvalidOperationException($"Stored overrides can't be read at {faults[0].Path}: {faults[0].Message}");
    }
}
