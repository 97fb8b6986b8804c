using Credits.Booking;
using Credits.Events;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Journal;
using Credits.Rating;

namespace Credits.Functions.Usage;

/// <summary>What became of one event: exactly one of the three is set.</summary>
/// <param name="Booked">The entry that debits it now.</param>
/// <param name="Earlier">The entry that debited it before.</param>
/// <param name="Refusal">Why it can't be debited.</param>
public readonly record struct EventOutcome(Entry? Booked = null, Entry? Earlier = null, Refusal? Refusal = null);

/// <summary>Books one event into a pending commit, wherever it comes from: known already? → rate → burn. One that is known still ends the hold that it names.</summary>
public sealed class EventBooker(JournalStore journal, RateCardCatalogue rateCards, PlanCatalogue plans)
{
    /// <summary>Books an event, or tells why not.</summary>
    /// <param name="session">The account.</param>
    /// <param name="commit">The commit that takes the debit.</param>
    /// <param name="usage">The event.</param>
    /// <param name="bookedHere">The entries of this commit's events so far; a debit is added.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async ValueTask<EventOutcome> Book(
        AccountSession session, PendingCommit commit, UsageEvent usage, Dictionary<EventIdentity, Entry> bookedHere, CancellationToken cancellation)
    {
        if (bookedHere.GetValueOrDefault(usage.Identity) is { } here) return Again(usage, here, commit);
        if (await journal.FindBooking(session, usage.Identity, cancellation) is { } earlier) return Again(usage, earlier, commit);

        // Prices are those of the event's time; limits and caps those of now.
        var priced = commit.Account.PricingAt(usage.Time);
        var (tariff, refusal) = await rateCards.TariffFor(priced, await plans.Of(priced, cancellation), usage.Time, commit.BookedAt, cancellation);
        if (tariff is null) return new(Refusal: refusal);
        if (!Pricing.TryPrice(usage, tariff, commit.Counters, out var charge, out refusal)) return new(Refusal: refusal);
        if (commit.Debit(usage, charge, await plans.Of(commit.Account, cancellation)) is { } unbookable) return new(Refusal: unbookable);

        var entry = commit.Entries[^1];
        bookedHere.Add(usage.Identity, entry);
        return new(Booked: entry);
    }

    private static EventOutcome Again(UsageEvent resent, Entry entry, PendingCommit commit)
    {
        var booked = ((Movement.Debited)entry.Movement).Event;

        // A hold may be named by the request that captures it: it is the same event with or without.
        if (booked with { Hold = null } != resent with { Hold = null }) return new(Refusal: Conflicting(resent, booked));

        // What it is to pay for is paid already.
        if (resent.Hold is { } hold) commit.Release(hold);
        return new(Earlier: entry);
    }

    private static Refusal Conflicting(UsageEvent resent, UsageEvent booked) =>
        new(RefusalCodes.Conflict,
            $"Event '{resent.Identity.Id}' of source '{resent.Identity.Source}' was booked before with other content " +
            $"(then meter '{booked.Meter}'{By(booked)} at {booked.Time:O} with {booked.Data}; now '{resent.Meter}'{By(resent)} at {resent.Time:O} with {resent.Data}). " +
            "It was not debited again; give a new event a new id.");

    private static string By(UsageEvent usage) => usage.Member is { } member ? $" by member '{member}'" : "";
}
