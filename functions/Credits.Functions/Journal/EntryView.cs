using System.Collections.Immutable;
using System.Text.Json;
using Credits.Burning;
using Credits.Events;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Credits.Periods;
using Credits.Rating;
using Credits.Subscriptions;
using Credits.Thresholds;

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
/// <param name="Kind">What happened: configured, subscribed, unsubscribed, granted, debited, held, released, repaid, deducted, reversed, rolledOver, crossed, expired or voided.</param>
/// <param name="Event">The event debited.</param>
/// <param name="CreditType">The kind of credits moved.</param>
/// <param name="Amount">How many: granted, charged, held, free again, repaid, taken back, no longer burned, rolled over, expired or voided.</param>
/// <param name="RateCard">The rate card that priced the event.</param>
/// <param name="RateCardVersion">That card's version.</param>
/// <param name="Cost">What the event cost the provider.</param>
/// <param name="Counted">What the event added to the counters of tiers and included units.</param>
/// <param name="Portions">Which grants gave how many.</param>
/// <param name="Overdraft">What no grant could pay.</param>
/// <param name="GrantId">The grant that expired, rolled over or was voided.</param>
/// <param name="Reason">Why it was voided or corrected.</param>
/// <param name="Grant">The grant given, or the one that goes on with what rolled over.</param>
/// <param name="Settings">The settings from here on.</param>
/// <param name="HoldId">The hold that was placed, captured or ended.</param>
/// <param name="HoldEnd">How it ended: released or lapsed.</param>
/// <param name="ReversedEntry">The number of the debit that a reversal takes back.</param>
/// <param name="Subscription">The plan that the account came to or left, and how far its allotments were granted.</param>
/// <param name="Crossing">What was reached, or is over.</param>
public sealed record EntryView(
    long Sequence, string Hash, DateTimeOffset BookedAt, string Kind, EventView? Event = null, string? CreditType = null, Credits? Amount = null,
    string? RateCard = null, int? RateCardVersion = null, CostView? Cost = null, IReadOnlyList<CountedView>? Counted = null, IReadOnlyList<PortionView>? Portions = null, Credits? Overdraft = null,
    string? GrantId = null, string? Reason = null, GrantedView? Grant = null, SettingsView? Settings = null,
    string? HoldId = null, HoldEnd? HoldEnd = null, long? ReversedEntry = null, SubscribedView? Subscription = null,
    CrossingView? Crossing = null)
{
    internal static EntryView Of(Entry entry)
    {
        EntryView Line(string kind) => new(entry.Sequence, entry.Hash.ToString(), entry.BookedAt, kind);

        return entry.Movement switch
        {
            Movement.Configured(var settings) => Line("configured") with { Settings = SettingsView.Of(settings) },
            Movement.Granted(var grant) => Line("granted") with { CreditType = grant.CreditType.Value, Amount = grant.Amount, Grant = GrantedView.Of(grant) },
            Movement.Subscribed(var subscription) subscribed => Line("subscribed") with { Subscription = SubscribedView.Of(subscription.Turn) with { TrialEnd = subscribed.TrialEnd } },
            Movement.Unsubscribed(var turn) => Line("unsubscribed") with { Subscription = SubscribedView.Of(turn) },
            Movement.RolledOver(var from, var grant) =>
                Line("rolledOver") with { CreditType = grant.CreditType.Value, Amount = grant.Amount, GrantId = from, Grant = GrantedView.Of(grant) },
            Movement.Debited(var usage, var charge, var portions, var overdraft) debited => Line("debited") with
            {
                HoldId = debited.Hold,
                Event = EventView.Of(usage),
                CreditType = charge.CreditType.Value,
                Amount = charge.Amount,
                RateCard = charge.RateCard,
                RateCardVersion = charge.Version,
                Cost = CostView.Of(charge.Cost),
                Counted = charge.Counted.IsEmpty ? null : [.. charge.Counted.Select(CountedView.Of)],
                Portions = PortionView.Of(portions),
                Overdraft = overdraft,
            },
            Movement.Repaid(var type, var portions) repaid =>
                Line("repaid") with { CreditType = type.Value, Amount = repaid.Amount, Portions = PortionView.Of(portions) },
            Movement.Held(var hold) => Line("held") with { CreditType = hold.CreditType.Value, Amount = hold.Amount, HoldId = hold.Id, Portions = PortionView.Of(hold.Portions) },
            Movement.Released(var type, var hold, var amount, var end) => Line("released") with { CreditType = type.Value, Amount = amount, HoldId = hold, HoldEnd = end },
            Movement.Deducted(_, var type, var amount, var portions, var overdraft, var reason) => Line("deducted") with
            {
                CreditType = type.Value,
                Amount = amount,
                Portions = PortionView.Of(portions),
                Overdraft = overdraft,
                Reason = reason,
            },
            Movement.Reversed(var debit, var type, var returned, var forgiven, _, var reason) reversed => Line("reversed") with
            {
                CreditType = type.Value,
                Amount = reversed.Amount,
                Portions = PortionView.Of(returned),
                Overdraft = forgiven,
                ReversedEntry = debit,
                Reason = reason,
            },
            Movement.Crossed(var crossing, var turn, var amount) => Line("crossed") with
            {
                CreditType = crossing.CreditType.Value,
                Amount = amount,
                GrantId = crossing.Grant,
                Crossing = CrossingView.Of(crossing, turn),
            },
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
/// <param name="Member">The member of a team who used it.</param>
public sealed record EventView(string Source, string Id, string Meter, DateTimeOffset Time, JsonElement Data, string? Member = null)
{
    internal static EventView Of(UsageEvent usage)
    {
        using var data = JsonDocument.Parse(usage.Data.Canonical);
        return new(usage.Identity.Source, usage.Identity.Id, usage.Meter, usage.Time, data.RootElement.Clone(), usage.Member);
    }
}

/// <summary>What usage cost the provider.</summary>
/// <param name="Amount">In the currency's unit.</param>
/// <param name="Currency">Three letters, as ISO 4217 has them.</param>
public sealed record CostView(decimal Amount, string Currency)
{
    internal static CostView? Of(ProviderCost? cost) => cost is { } known ? new(Quantity.FromMillionths(known.Millionths).ToDecimal(), known.Currency) : null;
}

/// <summary>What an event added to a counter.</summary>
/// <param name="Counter">The counter.</param>
/// <param name="PeriodStart">The start of the billing period it counts in.</param>
/// <param name="Quantity">How much.</param>
public sealed record CountedView(string Counter, DateTimeOffset PeriodStart, decimal Quantity)
{
    internal static CountedView Of(Counted counted) => new(counted.Counter, counted.PeriodStart, counted.Quantity.ToDecimal());
}

/// <summary>What one grant gave.</summary>
public sealed record PortionView(string Grant, Credits Amount)
{
    internal static IReadOnlyList<PortionView> Of(ImmutableArray<Portion> portions) => [.. portions.Select(portion => new PortionView(portion.Grant, portion.Amount))];
}

/// <summary>A turn on a plan.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Since">When it began.</param>
/// <param name="Granted">How far each allotment was granted.</param>
public sealed record SubscribedView(string Plan, DateTimeOffset Since, IReadOnlyList<GrantedThroughView> Granted)
{
    /// <summary>When the days of the plan's trial are over, where the account has them by this entry.</summary>
    public DateTimeOffset? TrialEnd { get; init; }

    internal static SubscribedView Of(PlanTurn turn) => new(turn.Plan, turn.Since, [.. turn.Granted.Select(granted => new GrantedThroughView(granted.Allotment, granted.Through, granted.AtMost))]);
}

/// <summary>How far an allotment was granted.</summary>
/// <param name="Allotment">The allotment.</param>
/// <param name="Through">The first moment for which it was not.</param>
/// <param name="AtMost">What was taken back, which is the most that is granted again before that moment.</param>
public sealed record GrantedThroughView(string Allotment, DateTimeOffset Through, Credits? AtMost);

/// <summary>A grant as it was given.</summary>
public sealed record GrantedView(
    string Id, GrantKind Kind, DateTimeOffset EffectiveAt, DateTimeOffset? ExpiresAt, int Priority, IReadOnlyList<string> Meters, string? Reference, AllotmentView? Allotment = null, Rollover? Rollover = null,
    Money? Cost = null)
{
    internal static GrantedView Of(Grant grant) => new(
        grant.Id, grant.Kind, grant.EffectiveAt, grant.ExpiresAt, grant.Priority, grant.Meters, grant.Reference, AllotmentView.Of(grant.Allotment), grant.Rollover, grant.Cost);
}

/// <summary>For which period of which plan's allotment a grant is.</summary>
public sealed record AllotmentView(string Plan, string Allotment, DateTimeOffset PeriodEnd)
{
    internal static AllotmentView? Of(AllotmentPeriod? period) => period is null ? null : new(period.Plan, period.Allotment, period.End);
}

/// <summary>Something that was reached, or is over.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Became">What became of it.</param>
/// <param name="Level">The credits that were to be left, or the cap's limit.</param>
/// <param name="Percent">The percentage that was to be left.</param>
/// <param name="Counter">The cap's counter.</param>
/// <param name="WindowStart">The start of the cap's window.</param>
public sealed record CrossingView(CrossingKind Kind, CrossingTurn Became, Credits? Level, int? Percent, string? Counter, DateTimeOffset? WindowStart)
{
    internal static CrossingView Of(Crossing crossing, CrossingTurn turn) => new(crossing.Kind, turn, crossing.Level, crossing.Percent, crossing.Counter, crossing.Window);
}
