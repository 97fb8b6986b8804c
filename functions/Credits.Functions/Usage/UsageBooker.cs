using Credits.Booking;
using Credits.Events;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Journal;
using Credits.Rating;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Usage;

/// <summary>Books one account's events: rate → burn → commit, as many as a commit holds at a time.</summary>
public sealed class UsageBooker(
    AccountStore accounts, JournalStore journal, AccountCache cache, RateCardCatalogue rateCards, IOptions<UsageOptions> options, TimeProvider clock)
{
    /// <summary>Books events in their order. When it throws, some may have been booked; the same events again are then duplicates.</summary>
    /// <exception cref="ConflictsException">Others kept committing to the account.</exception>
    public async Task<AccountBookings> Book(AccountId id, IReadOnlyList<UsageEvent> events, CancellationToken cancellation)
    {
        var bookings = new AccountBookings();
        var kept = cache.Take(id);
        var session = kept ?? await Open(id, cancellation);
        if (session is null)
        {
            for (var i = 0; i < events.Count; i++)
                bookings.Refuse(i, new(RefusalCodes.UnknownAccount, $"No account has the id '{id}'; open it with PUT /accounts/{id} and replay this event."));
            return bookings;
        }

        using var chain = new HashChain();
        var conflicts = new ConflictBackoff(clock);
        var isCurrent = kept is null;
        for (var next = 0; next < events.Count;)
        {
            var attempt = new AccountBookings();
            var commit = new PendingCommit(session.Account, clock.GetUtcNow(), chain);
            var end = await Decide(session, commit, events, next, attempt, cancellation);

            // An account that is priced by another card since would take what the one in memory refuses, and no commit is there to tell.
            if (attempt.Refused.Count > 0 && commit.Entries.Count == 0 && !isCurrent)
            {
                await accounts.Refresh(session, cancellation);
                isCurrent = true;
                continue;
            }

            if (commit.Entries.Count > 0 && !await accounts.Commit(session, commit, cancellation))
            {
                await conflicts.Wait(id, cancellation);
                await accounts.Refresh(session, cancellation);
                isCurrent = true;
                continue;
            }

            isCurrent |= commit.Entries.Count > 0;
            bookings.Add(attempt);
            next = end;
        }

        cache.Put(session);
        return bookings;
    }

    private async Task<AccountSession?> Open(AccountId id, CancellationToken cancellation) =>
        options.Value.UnknownAccounts == UnknownAccounts.Open ? await accounts.LoadOrNew(id, cancellation) : await accounts.Load(id, cancellation);

    // Fills a commit with events from one on; answers where it stopped.
    private async Task<int> Decide(
        AccountSession session, PendingCommit commit, IReadOnlyList<UsageEvent> events, int next, AccountBookings attempt, CancellationToken cancellation)
    {
        if (!session.Exists) commit.Configure(new());
        commit.Settle();

        var bookedHere = new Dictionary<EventIdentity, UsageEvent>();
        var found = new List<long>();
        for (; next < events.Count && !commit.IsFull; next++)
        {
            var usage = events[next];
            var earlier = bookedHere.GetValueOrDefault(usage.Identity) ?? (await journal.FindBooking(session, usage.Identity, found, cancellation))?.Event;
            if (earlier is not null)
            {
                if (earlier == usage) attempt.CountDuplicate();
                else attempt.Refuse(next, Conflicting(usage, earlier));
                continue;
            }

            var (charge, refusal) = await Rate(commit, usage, cancellation);
            if (charge is not null) refusal = commit.Debit(usage, charge);
            if (refusal is not null)
            {
                attempt.Refuse(next, refusal);
                continue;
            }

            bookedHere.Add(usage.Identity, usage);
            attempt.CountBooked();
        }

        commit.RepayOverdraft();
        return next;
    }

    private async ValueTask<(Charge? Charge, Refusal? Refusal)> Rate(PendingCommit commit, UsageEvent usage, CancellationToken cancellation)
    {
        var (id, settings) = (commit.Account.Id, commit.Account.Settings);
        var rateCard = await rateCards.Find(settings.RateCard, cancellation);

        // A version may yet be published for a moment that a sender's clock has reached before ours.
        var time = usage.Time < commit.BookedAt ? usage.Time : commit.BookedAt;
        if (rateCard is null || settings.TariffAt(rateCard, time) is not { } tariff)
        {
            return (null, new(RefusalCodes.NoRateCard,
                $"Account {id} is priced by rate card '{settings.RateCard}', which has no version in force at {time:O}; publish one that takes effect by then."));
        }

        return Pricing.TryPrice(usage, tariff, commit.Counters, out var charge, out var refusal) ? (charge, null) : (null, refusal);
    }

    private static Refusal Conflicting(UsageEvent resent, UsageEvent booked) =>
        new(RefusalCodes.Conflict,
            $"Event '{resent.Identity.Id}' of source '{resent.Identity.Source}' was booked before with other content " +
            $"(then meter '{booked.Meter}' at {booked.Time:O} with {booked.Data}; now '{resent.Meter}' at {resent.Time:O} with {resent.Data}). " +
            "It was not debited again; give a new event a new id.");
}
