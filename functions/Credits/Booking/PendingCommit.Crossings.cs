using Credits.Accounts;
using Credits.Grants;
using Credits.Journal;
using Credits.Limits;
using Credits.Plans;
using Credits.Thresholds;

namespace Credits.Booking;

/// <content>What somebody wants to be told.</content>
public sealed partial class PendingCommit
{
    /// <summary>
    /// Notes what the entries so far have reached and what is over, so that each is told once. Comes last of all in a commit; where nothing is booked, nothing is
    /// noted; what is still due comes before it.
    /// </summary>
    /// <param name="plan">The account's plan, whose thresholds and caps count too; null for none.</param>
    public void NoteCrossings(Plan? plan)
    {
        if (_leavesDue || _entries.Count == 0) return;

        var thresholds = Account.Settings.ThresholdsUnder(plan);
        var level = Account.Settings.TopUp is { Paused: null } topUp ? Crossing.OfTopUp(topUp.Terms.CreditType, topUp.Terms.Level) : null;
        foreach (var reached in Account.Reached)
        {
            if (reached.Kind == CrossingKind.Threshold) End(reached, thresholds.FirstOrDefault(threshold => threshold.Crossing == reached));
            else if (reached.Kind == CrossingKind.TopUp && (reached != level || Left(reached.CreditType) > reached.Level))
                Append(new Movement.Crossed(reached, reached == level ? CrossingTurn.Recovered : CrossingTurn.Dropped, Left(reached.CreditType)));
        }

        foreach (var threshold in thresholds)
        {
            if (Account.TotalsOf(threshold.CreditType).HaveMoved && IsReached(threshold)) Reach(threshold.Crossing, Left(threshold.CreditType));
        }

        if (level is not null && Left(level.CreditType) <= level.Level) Reach(level, Left(level.CreditType));
        ReachCaps(plan);
    }

    private void End(Crossing reached, Threshold? threshold)
    {
        if (threshold is null) Append(new Movement.Crossed(reached, CrossingTurn.Dropped, Left(reached.CreditType)));
        else if (!IsReached(threshold)) Append(new Movement.Crossed(reached, CrossingTurn.Recovered, Left(reached.CreditType)));
    }

    private void Reach(Crossing crossing, Credits amount)
    {
        if (!Account.Reached.Contains(crossing)) Append(new Movement.Crossed(crossing, CrossingTurn.Reached, amount));
    }

    private void ReachCaps(Plan? plan)
    {
        var caps = Account.Settings.LimitsUnder(plan).Caps;
        if (caps.IsEmpty) return;

        var booked = _entries.Count;
        for (var i = 0; i < booked; i++)
        {
            if (_entries[i].Movement is not Movement.Debited { CapUses.IsEmpty: false } debited) continue;

            foreach (var cap in caps) Reach(cap, debited);
        }
    }

    private void Reach(Cap cap, Movement.Debited debited)
    {
        var type = debited.Charge.CreditType;
        foreach (var use in debited.CapUses)
        {
            if (cap.CounterFor(type, debited.Event.Meter, debited.Event.Member) == use.Counter && Account.Spending.In(use.Counter, use.WindowStart) is var burned && burned >= cap.Limit)
                Reach(Crossing.OfCap(type, cap.Limit, use.Counter, use.WindowStart), burned);
        }
    }

    private bool IsReached(Threshold threshold) => threshold.IsReachedBy(Left(threshold.CreditType), Account.TotalsOf(threshold.CreditType).Mark);

    private Credits Left(CreditType type) => Account.LeftOf(type, BookedAt);
}
