using Credits.Booking;
using Credits.Events;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Telemetry;
using Credits.Journal;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Usage;

/// <summary>Books one account's events: rate → burn → commit, as many as a commit holds at a time.</summary>
public sealed class UsageBooker(
    AccountStore accounts, AccountCommits commits, EventBooker booker, AccountCache cache, AccountTurns turns, PlanCatalogue plans, Instruments instruments, IOptions<UsageOptions> options, TimeProvider clock)
{
    /// <summary>Books events in their order. When it throws, some may have been booked; the same events again are then duplicates.</summary>
    /// <param name="id">The account.</param>
    /// <param name="events">Its events.</param>
    /// <param name="traced">Those of them that are traced.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <exception cref="ConflictsException">Others kept committing to the account.</exception>
    public async Task<AccountBookings> Book(AccountId id, IReadOnlyList<UsageEvent> events, TracedEvents traced, CancellationToken cancellation)
    {
        var bookings = new AccountBookings();
        using var turn = await turns.Take(id, cancellation);
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
            var end = await Decide(session, commit, events, next, attempt, traced, cancellation);

            // An account that is priced by another card since would take what the one in memory refuses, and one that holds more would release it; and no commit is there to tell.
            if ((attempt.Refused.Count > 0 || NamesHold(events, next, end)) && commit.Entries.Count == 0 && !isCurrent)
            {
                await accounts.Refresh(session, cancellation);
                isCurrent = true;
                continue;
            }

            if (commit.Entries.Count > 0 && !await commits.Commit(session, commit, traced, cancellation))
            {
                await conflicts.Wait(id, cancellation);
                await accounts.Refresh(session, cancellation);
                isCurrent = true;
                continue;
            }

            isCurrent |= commit.Entries.Count > 0;
            bookings.Add(attempt);
            instruments.EventsBooked.Add(attempt.Booked);
            instruments.EventsDuplicate.Add(attempt.Duplicates);
            next = end;
        }

        cache.Put(session);
        return bookings;
    }

    private async Task<AccountSession?> Open(AccountId id, CancellationToken cancellation) =>
        options.Value.UnknownAccounts == UnknownAccounts.Open ? await accounts.LoadOrNew(id, cancellation) : await accounts.Load(id, cancellation);

    private static bool NamesHold(IReadOnlyList<UsageEvent> events, int from, int end) => events.Skip(from).Take(end - from).Any(usage => usage.Hold is not null);

    // Fills a commit with events from one on; answers where it stopped.
    private async Task<int> Decide(
        AccountSession session, PendingCommit commit, IReadOnlyList<UsageEvent> events, int next, AccountBookings attempt, TracedEvents traced, CancellationToken cancellation)
    {
        if (!session.Exists) commit.Configure(new());
        commit.Settle(await plans.For(commit.Account, commit.BookedAt, cancellation));

        var bookedHere = new Dictionary<EventIdentity, Entry>();
        for (; next < events.Count && !commit.IsFull; next++)
        {
            var outcome = await booker.Book(session, commit, events[next], bookedHere, cancellation);
            if (outcome.Refusal is { } refusal) attempt.Refuse(next, refusal);
            else if (outcome.Booked is not null) attempt.CountBooked();
            else attempt.CountDuplicate();
            if (outcome.Earlier is { } earlier) traced.Duplicate(events[next], earlier.Sequence);
        }

        commit.RepayOverdraft();
        commit.NoteCrossings(await plans.Of(commit.Account, cancellation));
        return next;
    }
}
