using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Booking;
using Credits.Journal;
using Credits.Plans;
using Credits.Subscriptions;

namespace Credits.Timelines;

/// <summary>What time alone will do to an account: the very entries that would be booked, if nothing were used, granted or changed until then.</summary>
/// <param name="Items">What comes, in order.</param>
/// <param name="IsCut">Whether there is more of it before the end.</param>
public sealed record Timeline(ImmutableArray<Coming> Items, bool IsCut)
{
    /// <summary>The timeline of an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="plans">By id: the plans that it is on, that its scheduled changes name, and that come after trials.</param>
    /// <param name="now">From when; what is due already is taken as done.</param>
    /// <param name="until">The end.</param>
    /// <param name="most">The most items.</param>
    public static Timeline Of(Account account, IReadOnlyDictionary<string, Plan> plans, DateTimeOffset now, DateTimeOffset until, int most)
    {
        using var chain = new HashChain();
        var commit = new PendingCommit(Settled.At(account, plans, now), until, chain);
        var (items, turns) = (new List<Coming>(), new List<(DateTimeOffset From, Subscription? On)> { (now, commit.Account.Subscription) });
        var last = now;
        while (commit.NextDue is { } due && IsWithin(due, until) && (items.Count <= most || IsWithin(due, last)))
        {
            var before = commit.Entries.Count;
            commit.Book(due, plans);
            if (due.At > last) last = due.At;
            items.AddRange(commit.Entries.Skip(before).Select(entry => new Coming(due.At, entry.Movement)));
            if (commit.Account.Subscription?.Turn.Since != turns[^1].On?.Turn.Since || commit.Account.Subscription?.Plan != turns[^1].On?.Plan) turns.Add((due.At, commit.Account.Subscription));
            if (commit.IsFull) commit = new(commit.Account, until, chain);
        }

        // Booked in the order of booking: an expiry comes after what begins at the same moment. Told in the order of time.
        var calendar = account.Settings.Calendar;
        var renewals = turns.SelectMany((turn, i) => Renewals(turn.On, turn.From, i + 1 < turns.Count ? turns[i + 1].From : until, calendar).Take(most + 1));
        ImmutableArray<Coming> all = [.. renewals.Concat(items).Where(item => item.At < until).OrderBy(item => item.At).Take(most + 1)];
        return new(all.Length > most ? all[..most] : all, all.Length > most);
    }

    // What is booked later than it counts from may come before a moment, though what is booked before it does not.
    private static bool IsWithin(Due due, DateTimeOffset end) => due.BookFrom - Account.SettlementDelay < end;

    private static IEnumerable<Coming> Renewals(Subscription? subscription, DateTimeOffset from, DateTimeOffset to, Periods.Calendar calendar)
    {
        if (subscription is null) yield break;

        for (var at = subscription.PeriodContaining(from, calendar).End; at < to; at = subscription.PeriodContaining(at, calendar).End)
            yield return new(at, Movement: null);
    }
}
