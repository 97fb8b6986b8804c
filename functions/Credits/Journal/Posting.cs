using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Burning;
using Credits.Grants;
using Credits.Holds;
using Credits.Limits;
using Credits.Periods;
using Credits.Subscriptions;
using Credits.Thresholds;

namespace Credits.Journal;

/// <summary>What each movement does to an account: the only place where an account's numbers change, live and in replay alike.</summary>
public static class Posting
{
    /// <summary>The account after an entry.</summary>
    /// <exception cref="InvalidOperationException">The entry does not fit the account: out of sequence, of another account, or of a grant that has not the credits.</exception>
    public static Account After(this Account account, Entry entry)
    {
        if (entry.Sequence != account.Sequence + 1)
            throw new InvalidOperationException($"Entry {entry.Sequence} can't follow entry {account.Sequence} of account {account.Id}.");

        return account.Moved(entry.Movement, entry.BookedAt) with { Sequence = entry.Sequence, Head = entry.Hash };
    }

    private static Account Moved(this Account account, Movement movement, DateTimeOffset bookedAt)
    {
        switch (movement)
        {
            case Movement.Configured(var settings):
                // Windows of two zones overlap: by the counts of the old one's, usage of the new one's could look late and count nowhere.
                return account with { Settings = settings, Spending = settings.TimeZone == account.Settings.TimeZone ? account.Spending : Limits.Spending.None };

            case Movement.Granted(var grant):
                if (grant.Amount <= Credits.Zero || grant.Remaining != grant.Amount || grant.Held != Credits.Zero || IndexOf(account.OpenGrants, grant.Id) >= 0)
                    throw new InvalidOperationException($"Account {account.Id} can't be granted '{grant.Id}': a new grant is above zero, full, and has an id of its own.");

                var granted = account.TotalsOf(grant.CreditType);
                var open = BurnOrder.Insert(account.OpenGrants, grant);

                // What a plan allots may be booked long after: it comes at its own moment, whatever has ended since.
                var mark = MarkOf(open, grant.CreditType, grant.Allotment is null ? bookedAt : grant.EffectiveAt);
                return account.Fulfilling(grant).With(granted with { Granted = granted.Granted + grant.Amount, Mark = mark }) with { OpenGrants = open };

            case Movement.Subscribed(var subscription) subscribed:
                return account.Trying(subscription.Plan, subscribed.TrialEnd) with
                {
                    Subscription = subscription,
                    FormerTurns = account.FormerTurns.RemoveAll(former => former.Plan == subscription.Plan),
                };

            case Movement.Unsubscribed(var turn):
                if (account.Subscription?.Plan != turn.Plan) throw new InvalidOperationException($"Account {account.Id} is not on plan '{turn.Plan}' and can't leave it.");
                return account with { Subscription = null, FormerTurns = account.Remembering(turn) };

            case Movement.RolledOver(var from, var rest):
                var source = IndexOf(account.OpenGrants, from);
                if (source < 0 || account.OpenGrants[source].CreditType != rest.CreditType || rest.Remaining != rest.Amount || rest.Held != Credits.Zero || IndexOf(account.OpenGrants, rest.Id) >= 0)
                    throw new InvalidOperationException($"Account {account.Id} has no open grant '{from}' of '{rest.CreditType}' that could roll over into '{rest.Id}'.");
                var less = account.Less([new(from, rest.Amount)]);
                var rolled = BurnOrder.Insert(less.OpenGrants, rest);
                return less.With(less.TotalsOf(rest.CreditType) with { Mark = MarkOf(rolled, rest.CreditType, rest.EffectiveAt) }) with { OpenGrants = rolled };

            case Movement.Debited(var usage, var charge, var portions, var overdraft) debited:
                if (usage.Account != account.Id) throw new InvalidOperationException($"Account {account.Id} can't pay for an event of account {usage.Account}.");
                if (overdraft < Credits.Zero) throw new InvalidOperationException($"A debit of account {account.Id} can't leave an overdraft of {overdraft}.");

                var burned = account.TotalsOf(charge.CreditType);
                var released = debited.Hold is { } captured ? account.Without(captured) : account;
                return released.Less(portions).Counting(charge.Counted, bookedAt).Spending(debited.CapUses, charge.Amount).With(burned with
                {
                    Burned = burned.Burned + charge.Amount,
                    Overdraft = burned.Overdraft + overdraft,
                    Debits = burned.Debits + 1,
                });

            case Movement.Held(var hold):
                return account.Setting(hold);

            case Movement.Released(var type, var hold, var amount, _):
                if (account.FindHold(hold) is not { } held || held.Amount != amount || held.CreditType != type)
                    throw new InvalidOperationException($"Account {account.Id} has no open hold '{hold}' of {amount} '{type}' to release.");
                return account.Without(hold);

            case Movement.Repaid(var type, var portions) repaid:
                var owed = account.TotalsOf(type);
                return account.Less(portions).With(owed with { Overdraft = owed.Overdraft - repaid.Amount });

            case Movement.Deducted(_, var type, var amount, var portions, var overdraft, _):
                var deducted = account.TotalsOf(type);
                if (overdraft < Credits.Zero) throw new InvalidOperationException($"A deduction from account {account.Id} can't leave an overdraft of {overdraft}.");
                return account.Less(portions).With(deducted with { Voided = deducted.Voided + amount, Overdraft = deducted.Overdraft + overdraft });

            case Movement.Reversed(_, var type, var returned, var forgiven, var counted, _) reversed:
                var charged = account.TotalsOf(type);
                return account.More(returned).Uncounting(counted).With(charged with
                {
                    Burned = charged.Burned - reversed.Amount,
                    Overdraft = charged.Overdraft - forgiven,
                });

            case Movement.Expired(var type, var grant, var amount):
                var expired = account.TotalsOf(type);
                return account.Less([new(grant, amount)]).With(expired with { Expired = expired.Expired + amount });

            case Movement.Voided(var type, var grant, var amount, _):
                var voided = account.TotalsOf(type);
                return account.Less([new(grant, amount)]).With(voided with { Voided = voided.Voided + amount });

            case Movement.Crossed(var crossing, var turn, _):
                if (account.Reached.Contains(crossing) == (turn == CrossingTurn.Reached))
                    throw new InvalidOperationException($"Account {account.Id} can't have {crossing} {turn}: what is reached is reached once, and only that is over.");
                return account with { Reached = turn == CrossingTurn.Reached ? [.. account.Reached.Where(account.StillMatters), crossing] : account.Reached.Remove(crossing) };

            default:
                throw new ArgumentOutOfRangeException(nameof(movement), movement, "A movement that posting does not know.");
        }
    }

    // A grant that has ended stays open until its expiry is booked, but is no part any more of what there is.
    private static Credits MarkOf(ImmutableArray<Grant> open, CreditType type, DateTimeOffset at)
    {
        var mark = Credits.Zero;
        foreach (var grant in open)
            if (grant.CreditType == type && !grant.IsExpiredAt(at)) mark += grant.Amount;

        return mark;
    }

    // A cap's window that is over and a grant that is closed recover by themselves: nobody has to be told.
    private static bool StillMatters(this Account account, Crossing crossing) => crossing.Kind switch
    {
        CrossingKind.Cap => account.Spending.All.Any(spent => spent.Counter == crossing.Counter && spent.WindowStart == crossing.Window),
        CrossingKind.Expiry => IndexOf(account.OpenGrants, crossing.Grant!) >= 0,
        _ => true,
    };

    // An allotment is granted from where it was granted to: never twice for a moment, and none is left out.
    private static Account Fulfilling(this Account account, Grant grant)
    {
        if (grant.Allotment is not { } period) return account;
        if (account.Subscription is not { } on || on.Plan != period.Plan || on.Turn.Find(period.Allotment)?.Through != grant.EffectiveAt || period.End <= grant.EffectiveAt)
            throw new InvalidOperationException($"Account {account.Id} is not due allotment '{period.Allotment}' of plan '{period.Plan}' from {grant.EffectiveAt:O}.");

        return account with { Subscription = on with { Turn = on.Turn.With(new(period.Allotment, period.End)) } };
    }

    private static Account Trying(this Account account, string plan, DateTimeOffset? trialEnd)
    {
        if (trialEnd is not { } end) return account;
        if (account.Trials.Length >= Account.MaxTrials || account.Trials.Any(had => had.Plan == plan))
            throw new InvalidOperationException($"Account {account.Id} can't have the trial of plan '{plan}': each is had once, and {Account.MaxTrials} at most.");

        return account with { Trials = account.Trials.Add(new(plan, end)) };
    }

    // Which of them are over at the moment of this change can't be told here: it may be booked long after, and before a change back.
    private static ImmutableArray<PlanTurn> Remembering(this Account account, PlanTurn turn)
    {
        var turns = account.FormerTurns.Where(other => other.Plan != turn.Plan).Append(turn).Where(any => any.ReachesTo is not null).OrderBy(any => any.ReachesTo).ToImmutableArray();
        var last = turns.Where(any => !MayBeOnTrial(any)).TakeLast(Account.MaxFormerTurns);
        return [.. turns.Where(any => MayBeOnTrial(any) || last.Contains(any))];

        // It is later than the turn that is over began. What a trial granted is not granted again while its days last, whatever plans come between.
        bool MayBeOnTrial(PlanTurn any) => account.Trials.Any(had => had.Plan == any.Plan && had.End > turn.Since);
    }

    private static Account Setting(this Account account, Hold hold)
    {
        if (hold.Portions.IsEmpty || account.FindHold(hold.Id) is not null)
            throw new InvalidOperationException($"Account {account.Id} can't place hold '{hold.Id}': a new hold sets something aside and has an id of its own.");

        var grants = account.OpenGrants;
        foreach (var (id, amount) in hold.Portions)
        {
            var place = IndexOf(grants, id);
            if (place < 0 || grants[place].CreditType != hold.CreditType || amount <= Credits.Zero || amount > grants[place].Free)
                throw new InvalidOperationException($"Account {account.Id} has no open grant '{id}' with {amount} '{hold.CreditType}' free to hold.");
            grants = grants.SetItem(place, grants[place] with { Held = grants[place].Held + amount });
        }

        return account with { OpenGrants = grants, Holds = account.Holds.Add(hold) };
    }

    private static Account Without(this Account account, string holdId)
    {
        var hold = account.FindHold(holdId) ?? throw new InvalidOperationException($"Account {account.Id} has no open hold '{holdId}'.");
        var grants = account.OpenGrants;
        foreach (var (id, amount) in hold.Portions)
        {
            var place = IndexOf(grants, id);
            grants = grants.SetItem(place, grants[place] with { Held = grants[place].Held - amount });
        }

        return account with { OpenGrants = grants, Holds = account.Holds.Remove(hold) };
    }

    private static Account Spending(this Account account, ImmutableArray<CapUse> uses, Credits amount)
    {
        if (uses.IsEmpty) return account;

        var spending = account.Spending;
        foreach (var use in uses) spending = spending.Plus(use, amount);
        return account with { Spending = spending };
    }

    private static Account Counting(this Account account, ImmutableArray<Counted> counted, DateTimeOffset bookedAt)
    {
        if (counted.IsEmpty) return account;

        var counters = account.Counters.KeptAt(bookedAt);
        foreach (var item in counted) counters = counters.Plus(item);
        return account with { Counters = counters };
    }

    // A grant with nothing left is closed: it leaves the account's open grants.
    private static Account Less(this Account account, ImmutableArray<Portion> portions)
    {
        var grants = account.OpenGrants;
        foreach (var (id, amount) in portions)
        {
            var place = IndexOf(grants, id);
            var grant = place >= 0
                ? grants[place]
                : throw new InvalidOperationException($"Account {account.Id} has no open grant '{id}' to take {amount} credits from.");
            if (amount <= Credits.Zero || amount > grant.Free)
            {
                var held = grant.Held > Credits.Zero ? $", {grant.Held} of them held," : "";
                throw new InvalidOperationException($"Grant '{id}' of account {account.Id} has {grant.Remaining} credits left{held} and can't give {amount}.");
            }

            grants = amount == grant.Remaining ? grants.RemoveAt(place) : grants.SetItem(place, grant with { Remaining = grant.Remaining - amount });
        }

        return account with { OpenGrants = grants };
    }

    private static Account More(this Account account, ImmutableArray<Portion> portions)
    {
        var grants = account.OpenGrants;
        foreach (var (id, amount) in portions)
        {
            var place = IndexOf(grants, id);
            if (place < 0 || amount <= Credits.Zero || grants[place].Remaining + amount > grants[place].Amount)
                throw new InvalidOperationException($"Account {account.Id} has no open grant '{id}' that {amount} credits could return to.");
            grants = grants.SetItem(place, grants[place] with { Remaining = grants[place].Remaining + amount });
        }

        return account with { OpenGrants = grants };
    }

    private static Account Uncounting(this Account account, ImmutableArray<Counted> counted) =>
        counted.IsEmpty ? account : account with { Counters = counted.Aggregate(account.Counters, (counters, item) => counters.Minus(item)) };

    private static int IndexOf(ImmutableArray<Grant> grants, string id)
    {
        for (var i = 0; i < grants.Length; i++)
            if (grants[i].Id == id) return i;

        return -1;
    }
}
