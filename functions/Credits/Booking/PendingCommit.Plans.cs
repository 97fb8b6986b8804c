using Credits.Accounts;
using Credits.Grants;
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
        PassTrialsThatAreOver(plans, at);
        if (Account.Subscription is { } left && left.Plan != Account.Settings.Plan) Leave(left, at);
        if (Account.Settings.Plan is not { } id || !plans.TryGetValue(id, out var plan)) return;

        if (Account.Subscription is not { } subscription) Join(plan, at);
        else if (plan.Terms == PlanTerms.None) Append(new Movement.Unsubscribed(subscription.Turn));
        else if (subscription.Terms != plan.Terms || BeginsTrial(id, plan.Terms)) Subscribe(subscription.Under(plan.Terms, at));
    }

    // Who comes to a plan whose trial it has had is on what comes after that at once. Where trials lead in a circle, that is no plan.
    private void PassTrialsThatAreOver(IReadOnlyDictionary<string, Plan> plans, DateTimeOffset at)
    {
        var coming = Account.Settings.Plan;
        if (coming == Account.Subscription?.Plan) return;

        var passed = new HashSet<string>(StringComparer.Ordinal);
        while (coming is not null && plans.TryGetValue(coming, out var plan) && plan.Terms.Trial is { } trial
            && Account.EndOfTrial(coming, trial, Joining.SinceOn(plan, at, Account.FormerTurns)) <= at)
        {
            coming = passed.Add(coming) ? trial.Then : null;
        }

        if (passed.Count > 0) Configure(Account.Settings with { Plan = coming });
    }

    private bool BeginsTrial(string plan, PlanTerms terms) => terms.Trial is not null && Account.Trials.Length < Account.MaxTrials && !Account.Trials.Any(had => had.Plan == plan);

    private void Subscribe(Subscription subscription)
    {
        var (plan, terms) = (subscription.Plan, subscription.Terms);
        Append(new Movement.Subscribed(subscription) { TrialEnd = BeginsTrial(plan, terms) ? Account.EndOfTrial(plan, terms.Trial!, subscription.Turn.Since) : null });
    }

    private void Join(Plan plan, DateTimeOffset at)
    {
        if (plan.Terms == PlanTerms.None) return;

        var subscription = Joining.To(plan, at, Account.FormerTurns);
        Subscribe(subscription);

        // The end of a trial is a change like any other, which an operator may put off or call off.
        if (plan.Terms.Trial is { } trial && !Account.Settings.Scheduled.Any(change => change.Plan is not null))
            Configure(Account.Settings.With(ScheduledChange.AtEndOf(trial, Account.EndOfTrial(plan.Id, trial, subscription.Turn.Since))));
    }

    private void Leave(Subscription subscription, DateTimeOffset at)
    {
        var turn = subscription.Turn;
        if (subscription.Terms.Proration == Proration.ByDays)
        {
            foreach (var grant in Running(turn, at))
            {
                var period = grant.Allotment!;
                var unearned = RemainingDays.Of(grant.Amount, grant.EffectiveAt, at, period.End, Account.Settings.Calendar);
                var back = Credits.Min(unearned, grant.Free);
                if (back == Credits.Zero) continue;

                Append(new Movement.Voided(grant.CreditType, grant.Id, back, $"Left plan {turn.Plan}"));
                turn = turn.With(new(period.Allotment, period.End) { AtMost = back });
            }
        }

        Append(new Movement.Unsubscribed(turn));
    }

    // Of an allotment's grants for one period, those before the newest gave back their share when the account left before.
    private List<Grant> Running(PlanTurn turn, DateTimeOffset at) =>
        [.. Account.OpenGrants.Where(grant => grant.Allotment is { } period && period.Plan == turn.Plan && grant.IsUsableAt(at)
                && at < period.End && period.End == turn.Find(period.Allotment)?.Through)
            .GroupBy(grant => grant.Allotment!.Allotment)
            .Select(grants => grants.MaxBy(grant => grant.EffectiveAt)!)];
}
