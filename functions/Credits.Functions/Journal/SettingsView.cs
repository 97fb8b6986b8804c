using System.Text.Json;
using Credits.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Limits;
using Credits.Thresholds;
using Credits.TopUps;

namespace Credits.Functions.Journal;

/// <summary>Settings of an account. A rate card that is left out is the plan's, else the default; a time zone is UTC.</summary>
public sealed record SettingsView(
    string? Name, string? Plan, string? RateCard, RateCardPin? Pin, int BillingDay, string? TimeZone, JsonElement Overrides, LimitSettingsView Limits, bool RepaysOverdraft,
    IReadOnlyList<ScheduledChangeView>? Scheduled = null, IReadOnlyList<ThresholdView>? Thresholds = null, int? ExpiryNoticeDays = null, TopUpView? TopUp = null,
    FormerPrices? Former = null)
{
    internal static SettingsView Of(AccountSettings settings) => new(
        settings.Name, settings.Plan, settings.RateCard, settings.Pin, settings.BillingDay, settings.TimeZone,
        RateOverridesJson.ToElement(settings.Overrides), LimitSettingsView.Of(settings.Limits), settings.RepaysOverdraft,
        settings.Scheduled.IsEmpty ? null : [.. settings.Scheduled.Select(ScheduledChangeView.Of)],
        settings.Thresholds.IsEmpty ? null : [.. settings.Thresholds.Select(ThresholdView.Of)], settings.ExpiryNoticeDays, TopUpView.Of(settings.TopUp),
        settings.Former);
}

/// <summary>How little may be left before somebody is told.</summary>
/// <param name="CreditType">Of which credits.</param>
/// <param name="Left">So many credits.</param>
/// <param name="Percent">So much of what the open grants that had not ended were granted with when the last one came.</param>
/// <param name="SetBy">Who wants to be told.</param>
public sealed record ThresholdView(string CreditType, Credits? Left, int? Percent, SetBy SetBy)
{
    internal static ThresholdView Of(Threshold threshold) => new(threshold.CreditType.Value, threshold.Left, threshold.Percent, threshold.SetBy);
}

/// <summary>What decides whether an account may use more, with every cap as the operator and the customer set it.</summary>
public sealed record LimitSettingsView(
    LimitPolicy? Policy, Credits? OverdraftLimit, bool? CapturesBeyondHold, bool Paused, IReadOnlyList<string> PausedMembers, IReadOnlyList<CapSettingView> Caps)
{
    internal static LimitSettingsView Of(LimitSettings limits) => new(
        limits.Policy, limits.OverdraftLimit, limits.CapturesBeyondHold, limits.Paused, limits.PausedMembers, [.. limits.Caps.Select(CapSettingView.Of)]);
}

/// <summary>A change that comes by itself; what it doesn't name stays.</summary>
/// <param name="At">When.</param>
/// <param name="Plan">The plan from then on; an empty text for none.</param>
/// <param name="Pin">The rate card version from then on.</param>
/// <param name="Unpin">Whether the pin ends then.</param>
/// <param name="Caps">The operator's caps from then on.</param>
public sealed record ScheduledChangeView(DateTimeOffset At, string? Plan = null, RateCardPin? Pin = null, bool? Unpin = null, IReadOnlyList<CapSettingView>? Caps = null)
{
    internal static ScheduledChangeView Of(ScheduledChange change) => new(
        change.At, change.Plan is { } plan ? plan.Id ?? "" : null, change.Pin?.Pin, change.Pin is { Pin: null } ? true : null, change.Caps is { } caps ? [.. caps.Select(CapSettingView.Of)] : null);
}

/// <summary>A cap.</summary>
public sealed record CapSettingView(CapWindow Window, Credits Limit, string? Meter, string? Member, bool EachMember, SetBy SetBy)
{
    internal static CapSettingView Of(Cap cap) => new(cap.Window, cap.Limit, cap.Scope.Meter, cap.Scope.Member, cap.Scope.EachMember, cap.SetBy);
}

/// <summary>That the account's customer has credits bought by themselves, as it agreed to.</summary>
/// <param name="Level">They are bought when so many credits are left, or fewer.</param>
/// <param name="Pack">The pack that is bought.</param>
/// <param name="CreditType">Of which credits.</param>
/// <param name="Quantity">How many of the pack each time.</param>
/// <param name="Credits">As many of the pack as make so many credits.</param>
/// <param name="RefillTo">As many of the pack as leave so many credits.</param>
/// <param name="MaxPerMonth">How often credits are bought in a calendar month, at most.</param>
/// <param name="MaxSpendPerMonth">How much is spent in a calendar month, at most.</param>
/// <param name="PaymentMethod">What pays; left out for the customer's default.</param>
/// <param name="ReturnUrl">Where the customer comes after its bank asked it on a page.</param>
/// <param name="ConsentBy">Who agreed.</param>
/// <param name="ConsentAt">When.</param>
/// <param name="Paused">Why nothing is bought for now; left out when it is.</param>
public sealed record TopUpView(
    Credits Level, string Pack, string CreditType, int? Quantity, Credits? Credits, Credits? RefillTo, int? MaxPerMonth, Money? MaxSpendPerMonth,
    string? PaymentMethod, string ReturnUrl, string ConsentBy, DateTimeOffset ConsentAt, string? Paused)
{
    internal static TopUpView? Of(TopUp? topUp) => topUp is not { Terms: var terms }
        ? null
        : new(
            terms.Level, terms.Pack, terms.CreditType.Value, terms.Quantity, terms.Credits, terms.RefillTo, terms.MaxPerMonth, terms.MaxSpendPerMonth,
            topUp.PaymentMethod, topUp.ReturnUrl, topUp.Consent.By, topUp.Consent.At, topUp.Paused);
}
