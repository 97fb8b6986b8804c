using Credits.Accounts;
using Credits.Journal;
using Credits.Plans;
using Credits.Subscriptions;

namespace Credits.Booking;

/// <content>Coming to a plan and leaving it.</content>
public sealed partial class PendingCommit
{
    // The settings say which plan; the subscription, what of it the account takes part in.
    private void TakeOverPlan(IReadOnlyDictionary<string, Plan> plans, DateTimeOffset at)
    {
        if (Account.Subscription is { } left && left.Plan != Account.Settings.Plan) Leave(left, at);
        if (Account.Settings.Plan is not { } id || !plans.TryGetValue(id, out var plan)) return;

        if (Account.Subscription is not { } subscription) Join(plan, at);
        else if (subscription.Terms != plan.Terms) Append(new Movement.Subscribed(subscription.Under(plan.Terms, at)));
    }

    private void Join(Plan plan, DateTimeOffset at)
    {
        if (plan.Terms == PlanTerms.None) return;

        var subscription = Joining.To(plan, at, Account.FormerTurns);
        Append(new Movement.Subscribed(subscription));

        // The end of a trial is a change like any other, which an operator may put off or call off.
        if (plan.Terms.Trial is { } trial && !Account.Settings.Scheduled.Any(change => change.Plan is not null))
            Configure(Account.Settings.With(new ScheduledChange(at.AddDays(trial.Days)) { Plan = new(trial.Then) }));
    }

    private void Leave(Subscription subscription, DateTimeOffset at)
    {
        var turn = subscription.Turn;
        if (subscription.Terms.Proration == Proration.ByDays)
        {
            var open = Account.OpenGrants;
            foreach (var grant in open)
            {
                if (grant.Allotment is not { } period || period.Plan != turn.Plan || at >= period.End) continue;
                if (turn.Find(period.Allotment) is not { } granted || granted.Through != period.End) continue;

                // The share of an earlier grant for the period was taken back when the account left before.
                if (open.Any(other => other.Allotment == period && other.EffectiveAt > grant.EffectiveAt)) continue;

                var unearned = RemainingDays.Of(grant.Amount, grant.EffectiveAt, at, period.End, Account.Settings.Calendar);
                var back = Credits.Min(unearned, grant.Free);
                if (back == Credits.Zero) continue;

                Append(new Movement.Voided(grant.CreditType, grant.Id, back, $"Left plan {turn.Plan}"));
                turn = turn.With(granted with { AtMost = back });
            }
        }

        Append(new Movement.Unsubscribed(turn));
    }
}
