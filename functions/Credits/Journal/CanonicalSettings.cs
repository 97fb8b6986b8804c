using System.Collections.Immutable;
using System.Globalization;
using Credits.Accounts;
using Credits.Limits;
using Credits.Periods;
using Credits.Rating;
using Credits.Thresholds;
using Credits.TopUps;

namespace Credits.Journal;

/// <summary>Writes what account settings have beyond name, rate card and repayment: above all the prices that are an account's own.</summary>
internal static class CanonicalSettings
{
    public static bool IsExtended(AccountSettings settings) =>
        settings.Pin is not null || settings.BillingDay != BillingPeriod.DefaultDay || !settings.Overrides.IsEmpty || settings.Limits != LimitSettings.None || SaysMore(settings);

    public static void WriteExtension(CanonicalWriter to, AccountSettings settings)
    {
        to.OptionalNumber(settings.Pin?.Version);
        to.Time(settings.Pin?.Until);
        to.Number(settings.BillingDay);
        to.Number(settings.Overrides.Length);
        foreach (var item in settings.Overrides) Write(to, item);
        Write(to, settings.Limits);
        if (!SaysMore(settings)) return;

        to.Text(settings.Plan);
        to.Number((long)settings.NamedDefaults);
        if (settings.TimeZone is null && settings.Scheduled.IsEmpty && !Tells(settings)) return;

        to.Text(settings.TimeZone);
        if (settings.Scheduled.IsEmpty && !Tells(settings)) return;

        to.Number(settings.Scheduled.Length);
        foreach (var change in settings.Scheduled) Write(to, change);
        if (!Tells(settings)) return;

        to.Number(settings.Thresholds.Length);
        foreach (var threshold in settings.Thresholds) Write(to, threshold);
        to.OptionalNumber(settings.ExpiryNoticeDays);
        if (settings.TopUp is { } topUp) Write(to, topUp);
        if (settings.Former is not { } former) return;

        // A top-up begins with a text that is never absent.
        if (settings.TopUp is null) to.Text(null);
        to.Text(former.Plan);
        to.OptionalNumber(former.Pin?.Version);
        to.Time(former.Pin?.Until);
        to.Text(former.RateCard);
        to.Time(former.Until);
    }

    // What is not named is written as its default, as it was before there were plans; what names a default all the same is told apart at the end.
    // Each part at the end is written where it, or one after it, says something; so what is there tells how much of it there is.
    private static bool SaysMore(AccountSettings settings) =>
        settings.Plan is not null || settings.NamedDefaults != NamedDefaults.None || settings.TimeZone is not null || !settings.Scheduled.IsEmpty || Tells(settings);

    private static bool Tells(AccountSettings settings) =>
        !settings.Thresholds.IsEmpty || settings.ExpiryNoticeDays is not null || settings.TopUp is not null || settings.Former is not null;

    private static void Write(CanonicalWriter to, Threshold threshold)
    {
        to.Text(threshold.CreditType.Value);
        to.OptionalNumber(threshold.Left?.Millionths);
        to.OptionalNumber(threshold.Percent);
        to.Text(threshold.SetBy.ToString());
    }

    private static void Write(CanonicalWriter to, TopUp topUp)
    {
        var terms = topUp.Terms;
        to.Text(terms.CreditType.Value);
        to.Number(terms.Level.Millionths);
        to.Text(terms.Pack);
        to.OptionalNumber(terms.Quantity);
        to.OptionalNumber(terms.Credits?.Millionths);
        to.OptionalNumber(terms.RefillTo?.Millionths);
        to.OptionalNumber(terms.MaxPerMonth);
        to.OptionalNumber(terms.MaxSpendPerMonth?.Amount);
        to.Text(terms.MaxSpendPerMonth?.Currency);
        to.Text(topUp.Consent.By);
        to.Time(topUp.Consent.At);
        to.Text(topUp.ReturnUrl);
        to.Text(topUp.PaymentMethod);
        to.Text(topUp.Paused);
    }

    private static void Write(CanonicalWriter to, LimitSettings limits)
    {
        to.Text((limits.Policy ?? LimitSettings.DefaultPolicy).ToString());
        to.Number((limits.OverdraftLimit ?? LimitSettings.DefaultOverdraftLimit).Millionths);
        to.Number((limits.CapturesBeyondHold ?? LimitSettings.DefaultCapturesBeyondHold) ? 1 : 0);
        to.Number(limits.Paused ? 1 : 0);
        to.Number(limits.PausedMembers.Length);
        foreach (var member in limits.PausedMembers) to.Text(member);
        Write(to, limits.Caps);
    }

    private static void Write(CanonicalWriter to, ImmutableArray<Cap> caps)
    {
        to.Number(caps.Length);
        foreach (var cap in caps)
        {
            to.Text(cap.Scope.Meter);
            to.Text(cap.Scope.Member);
            to.Number(cap.Scope.EachMember ? 1 : 0);
            to.Text(cap.Window.ToString());
            to.Number(cap.Limit.Millionths);
            to.Text(cap.SetBy.ToString());
        }
    }

    private static void Write(CanonicalWriter to, ScheduledChange change)
    {
        to.Time(change.At);
        to.Number(change.Plan is null ? 0 : 1);
        to.Text(change.Plan?.Id);
        to.Number(change.Pin is null ? 0 : 1);
        to.OptionalNumber(change.Pin?.Pin?.Version);
        to.Time(change.Pin?.Pin?.Until);
        to.Number(change.Caps is null ? 0 : 1);
        Write(to, change.Caps ?? []);
    }

    private static void Write(CanonicalWriter to, RateOverride item)
    {
        to.Text(item.Meter);
        Write(to, item.Conditions);
        to.Time(item.From);
        to.Time(item.Until);
        to.OptionalNumber(item.Multiplier?.Millionths);
        if (item.Replacement is { } rate) Write(to, rate);
    }

    private static void Write(CanonicalWriter to, Rate rate)
    {
        to.Text(rate.CreditType.Value);
        to.OptionalNumber(rate.Minimum?.Millionths);
        to.OptionalNumber(rate.Maximum?.Millionths);
        to.Text(rate.Rounding.Mode.ToString());
        to.Number(rate.Rounding.Step.Millionths);
        to.Number(rate.Components.Length);
        foreach (var component in rate.Components)
        {
            to.Text(component.Quantity);
            to.Number(component.Credits.Millionths);
            to.Number(component.Per);
            to.Number(component.Included.Millionths);
            to.Text(component.Counter);
            to.Number(component.CostMillionths);
            to.Text(component.TierMode.ToString());
            to.Number(component.Tiers.Length);
            foreach (var tier in component.Tiers)
            {
                to.OptionalNumber(tier.UpTo?.Millionths);
                to.Number(tier.Credits.Millionths);
            }
        }
    }

    private static void Write(CanonicalWriter to, ImmutableArray<Condition> conditions)
    {
        to.Number(conditions.Length);
        foreach (var condition in conditions)
        {
            to.Text(condition.Dimension);
            to.Text(condition.Prefix);
            to.Text(condition.From?.ToString(CultureInfo.InvariantCulture));
            to.Text(condition.Below?.ToString(CultureInfo.InvariantCulture));
            to.Number(condition.Values.Length);
            foreach (var value in condition.Values) to.Text(value);
        }
    }
}
