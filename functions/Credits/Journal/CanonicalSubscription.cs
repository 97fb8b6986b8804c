using Credits.Periods;
using Credits.Plans;
using Credits.Subscriptions;

namespace Credits.Journal;

/// <summary>Writes a plan's terms as an account took them over, and how far they have been fulfilled.</summary>
internal static class CanonicalSubscription
{
    public static void Write(CanonicalWriter to, Subscription subscription, DateTimeOffset? trialEnd)
    {
        Write(to, subscription.Turn);
        Write(to, subscription.Terms.Period);
        to.Text(subscription.Terms.Proration.ToString());
        to.OptionalNumber(subscription.Terms.Trial?.Days);
        to.Text(subscription.Terms.Trial?.Then);
        to.Number(subscription.Terms.Allotments.Length);
        foreach (var allotment in subscription.Terms.Allotments) Write(to, allotment);

        // Last of all, and no more than there is: nothing, the days of a notice, or these, be they absent, and the end of a trial. So entries from before keep
        // their hashes, and by their lengths none reads as another.
        if (trialEnd is not null)
        {
            to.OptionalNumber(subscription.Terms.ExpiryNoticeDays);
            to.Time(trialEnd);
        }
        else if (subscription.Terms.ExpiryNoticeDays is { } days)
        {
            to.Number(days);
        }
    }

    public static void Write(CanonicalWriter to, PlanTurn turn)
    {
        to.Text(turn.Plan);
        to.Time(turn.Since);
        to.Number(turn.Granted.Length);
        foreach (var granted in turn.Granted)
        {
            to.Text(granted.Allotment);
            to.Time(granted.Through);
            to.OptionalNumber(granted.AtMost?.Millionths);
        }
    }

    private static void Write(CanonicalWriter to, Allotment allotment)
    {
        to.Text(allotment.Id);
        to.Text(allotment.CreditType.Value);
        to.Number(allotment.Amount.Millionths);
        Write(to, allotment.Cycle);
        to.Text(allotment.Lifetime.Kind.ToString());
        to.Text(allotment.Lifetime.Kind == LifetimeKind.ForTerm ? allotment.Lifetime.Term.ToString() : null);
        to.Number(allotment.Priority);
        to.OptionalNumber(allotment.Rollover?.Percent);
        to.OptionalNumber(allotment.Rollover?.Minimum?.Millionths);
        to.OptionalNumber(allotment.Rollover?.Maximum?.Millionths);
        to.OptionalNumber(allotment.Rollover?.Periods);
    }

    private static void Write(CanonicalWriter to, Cycle cycle)
    {
        to.Text(cycle.Every.ToString());
        to.Text(cycle.Anchor.ToString());
    }
}
