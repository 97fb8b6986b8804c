using System.Collections.Immutable;
using System.Text.Json;
using Credits.Burning;
using Credits.Events;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Functions.Journal;

/// <summary>A page of a journal.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Entries">In order.</param>
/// <param name="Cursor">Asks for what follows; left out at the end. There may be one though few entries or none were found so far.</param>
public sealed record JournalView(string AccountId, IReadOnlyList<EntryView> Entries, string? Cursor);

/// <summary>An entry. What does not belong to its kind is left out.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Hash">Its seal, base64.</param>
/// <param name="BookedAt">When it was booked.</param>
/// <param name="Kind">What happened: configured, granted, debited, repaid, expired or voided.</param>
/// <param name="Event">The event debited.</param>
/// <param name="CreditType">The kind of credits moved.</param>
/// <param name="Amount">How many: granted, charged, repaid, expired or voided.</param>
/// <param name="RateCard">The rate card that priced the event.</param>
/// <param name="RateCardVersion">That card's version.</param>
/// <param name="Portions">Which grants gave how many.</param>
/// <param name="Overdraft">What no grant could pay.</param>
/// <param name="GrantId">The grant that expired or was voided.</param>
/// <param name="Reason">Why it was voided.</param>
/// <param name="Grant">The grant given.</param>
/// <param name="Settings">The settings from here on.</param>
public sealed record EntryView(
    long Sequence, string Hash, DateTimeOffset BookedAt, string Kind, EventView? Event = null, string? CreditType = null, Credits? Amount = null,
    string? RateCard = null, int? RateCardVersion = null, IReadOnlyList<PortionView>? Portions = null, Credits? Overdraft = null,
    string? GrantId = null, string? Reason = null, GrantedView? Grant = null, SettingsView? Settings = null)
{
    internal static EntryView Of(Entry entry)
    {
        EntryView Line(string kind) => new(entry.Sequence, entry.Hash.ToString(), entry.BookedAt, kind);

        return entry.Movement switch
        {
            Movement.Configured(var settings) => Line("configured") with { Settings = new(settings.Name, settings.RateCard, settings.RepaysOverdraft) },
            Movement.Granted(var grant) => Line("granted") with { CreditType = grant.CreditType.Value, Amount = grant.Amount, Grant = GrantedView.Of(grant) },
            Movement.Debited(var usage, var charge, var portions, var overdraft) => Line("debited") with
            {
                Event = EventView.Of(usage),
                CreditType = charge.CreditType.Value,
                Amount = charge.Amount,
                RateCard = charge.RateCard,
                RateCardVersion = charge.Version,
                Portions = PortionView.Of(portions),
                Overdraft = overdraft,
            },
            Movement.Repaid(var type, var portions) repaid =>
                Line("repaid") with { CreditType = type.Value, Amount = repaid.Amount, Portions = PortionView.Of(portions) },
            Movement.Expired(var type, var grant, var amount) => Line("expired") with { CreditType = type.Value, Amount = amount, GrantId = grant },
            Movement.Voided(var type, var grant, var amount, var reason) =>
                Line("voided") with { CreditType = type.Value, Amount = amount, GrantId = grant, Reason = reason },
            _ => throw new ArgumentOutOfRangeException(nameof(entry), entry, "A movement that the API does not know."),
        };
    }
}

/// <summary>An event as it was booked.</summary>
/// <param name="Source">Who sent it.</param>
/// <param name="Id">Unique within the source.</param>
/// <param name="Meter">What was used.</param>
/// <param name="Time">When it was used.</param>
/// <param name="Data">Quantities and dimensions by path, in path order.</param>
public sealed record EventView(string Source, string Id, string Meter, DateTimeOffset Time, JsonElement Data)
{
    internal static EventView Of(UsageEvent usage)
    {
        using var data = JsonDocument.Parse(usage.Data.Canonical);
        return new(usage.Identity.Source, usage.Identity.Id, usage.Meter, usage.Time, data.RootElement.Clone());
    }
}

/// <summary>What one grant gave.</summary>
public sealed record PortionView(string Grant, Credits Amount)
{
    internal static IReadOnlyList<PortionView> Of(ImmutableArray<Portion> portions) => [.. portions.Select(portion => new PortionView(portion.Grant, portion.Amount))];
}

/// <summary>A grant as it was given.</summary>
public sealed record GrantedView(
    string Id, GrantKind Kind, DateTimeOffset EffectiveAt, DateTimeOffset? ExpiresAt, int Priority, IReadOnlyList<string> Meters, string? Reference)
{
    internal static GrantedView Of(Grant grant) => new(grant.Id, grant.Kind, grant.EffectiveAt, grant.ExpiresAt, grant.Priority, grant.Meters, grant.Reference);
}

/// <summary>Settings of an account.</summary>
public sealed record SettingsView(string? Name, string RateCard, bool RepaysOverdraft);
