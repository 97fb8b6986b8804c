using System.Collections.Immutable;
using System.Text.Json;
using Credits.Accounts;
using Credits.Functions.Http;
using Credits.Functions.Storage.Catalogue;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Functions.Accounts;

/// <summary>Settings of an account. What is left out stays as it is, or is the default of a new account; so an app can't reset by accident what it does not know.</summary>
/// <param name="Name">The customer's name; an empty text takes it away.</param>
/// <param name="Plan">The plan whose prices and limits count where the account says nothing, and whose allotments it is granted, from now on; null or an empty text takes it away.</param>
/// <param name="RateCard">The rate card that prices the account's events; null or an empty text for the plan's, else the default.</param>
/// <param name="Pin">The rate card version it keeps, perhaps until a time; null takes the pin away.</param>
/// <param name="BillingDay">The day of the month on which its billing periods begin.</param>
/// <param name="TimeZone">The IANA name of the time zone in which its days and months begin; null or an empty text for UTC.</param>
/// <param name="Overrides">All prices of its own; an empty list takes them away.</param>
/// <param name="Limits">What decides whether it may use more.</param>
/// <param name="RepaysOverdraft">Whether usable grants repay overdraft first.</param>
public sealed record AccountRequest(
    string? Name = null, Setting<string> Plan = default, Setting<string> RateCard = default, JsonElement Pin = default, int? BillingDay = null, Setting<string> TimeZone = default,
    JsonElement Overrides = default, LimitsRequest? Limits = null, bool? RepaysOverdraft = null)
{
    // They ride in the account document, which is written with every commit beside up to 1.2 MB of entries; the store takes 2 MB.
    private const int MaxOverridesLength = 32 * 1024;

    /// <summary>The plan that is asked for; null when none is, or it can be none.</summary>
    internal string? AskedPlan => Plan.Value is { Length: > 0 } id && ResourceId.IsOne(id) ? id : null;

    /// <summary>The settings after this request; every fault of it at once.</summary>
    /// <param name="settings">The settings before.</param>
    /// <param name="isPlanUnknown">Whether there is no such plan as <see cref="AskedPlan"/>.</param>
    /// <param name="faults">The faults.</param>
    internal AccountSettings AppliedTo(AccountSettings settings, bool isPlanUnknown, out IReadOnlyList<Fault> faults)
    {
        var found = new List<Fault>();
        if (Name?.Length > AccountSettings.MaxNameLength) found.Add(new("name", $"Must be at most {AccountSettings.MaxNameLength} characters."));
        if (Plan.Value is { Length: > 0 } plan && !ResourceId.IsOne(plan)) found.Add(new("plan", $"'{plan}' is not a plan's id: {ResourceId.Rule}."));
        if (isPlanUnknown) found.Add(new("plan", $"There is no plan '{AskedPlan}'; make it with PUT /api/v1/plans/{AskedPlan}."));
        if (RateCard.Value is { Length: > 0 } card && !ResourceId.IsOne(card)) found.Add(new("rateCard", $"'{card}' is not a rate card's id: {ResourceId.Rule}."));
        if (BillingDay is < 1 or > BillingPeriod.MaxDay) found.Add(new("billingDay", $"Must be from 1 to {BillingPeriod.MaxDay}, but is {BillingDay}."));
        if (TimeZone.Value is { Length: > 0 } zone && !Calendar.HasZone(zone)) found.Add(new("timeZone", $"There is no time zone '{zone}' in the IANA database; name one, such as Europe/Berlin."));

        faults = found;
        var onPlan = Plan.IsGiven ? settings.OnPlan(NullIfEmpty(Plan.Value)) : settings;
        return onPlan with
        {
            Name = Name is null ? settings.Name : NullIfEmpty(Name),
            RateCard = RateCard.IsGiven ? NullIfEmpty(RateCard.Value) : settings.RateCard,
            Pin = Pin.ValueKind == JsonValueKind.Undefined ? settings.Pin : ReadPin(found),
            BillingDay = BillingDay ?? settings.BillingDay,
            TimeZone = TimeZone.IsGiven ? NullIfEmpty(TimeZone.Value) : settings.TimeZone,
            Overrides = Overrides.ValueKind == JsonValueKind.Undefined ? settings.Overrides : ReadOverrides(found),
            Limits = Limits?.AppliedTo(settings.Limits, found) ?? settings.Limits,
            RepaysOverdraft = RepaysOverdraft ?? settings.RepaysOverdraft,
        };
    }

    private static string? NullIfEmpty(string? text) => text is { Length: > 0 } ? text : null;

    private RateCardPin? ReadPin(List<Fault> faults)
    {
        if (Pin.ValueKind == JsonValueKind.Null) return null;

        var reader = new FaultingReader();
        var version = reader.Object(Pin, "pin", "version", "until") ? reader.OptionalWhole(Pin, "pin", "version") : null;
        var until = version is null ? null : reader.OptionalTime(Pin, "pin", "until");
        if (reader.Faults.Count == 0 && version is not (>= 1 and <= int.MaxValue)) reader.Fault("pin.version", "Must be the number of a published version of the rate card.");

        faults.AddRange(reader.Faults);
        return reader.Faults.Count == 0 ? new((int)version!, until) : null;
    }

    private ImmutableArray<RateOverride> ReadOverrides(List<Fault> faults)
    {
        var overrides = RateOverridesJson.Read(Overrides, "overrides", out var unreadable);
        faults.AddRange(unreadable.IsEmpty ? RateOverrideFaults.Of(overrides, "overrides", AccountSettings.MaxOverrides) : unreadable);
        if (faults.Count == 0 && RateOverridesJson.Write(overrides).Length is > MaxOverridesLength and var length)
            faults.Add(new("overrides", $"They take {length} characters as JSON, but at most {MaxOverridesLength} are allowed; what many customers share belongs into a rate card of their own."));
        return overrides;
    }
}
