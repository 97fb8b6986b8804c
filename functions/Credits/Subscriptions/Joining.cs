using System.Collections.Immutable;
using Credits.Plans;

namespace Credits.Subscriptions;

/// <summary>How an account comes to a plan, and how its terms change while it is there.</summary>
public static class Joining
{
    /// <summary>The subscription of an account that comes to a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="at">When it comes.</param>
    /// <param name="former">Its turns on plans before. Who comes back before a period that was granted is over goes on with that period, and gets at most what was taken back.</param>
    public static Subscription To(Plan plan, DateTimeOffset at, ImmutableArray<PlanTurn> former)
    {
        var earlier = former.FirstOrDefault(turn => turn.Plan == plan.Id && turn.ReachesBeyond(at));
        var turn = new PlanTurn(plan.Id, earlier?.Since ?? at, [.. plan.Terms.Allotments.Select(allotment => Begin(allotment.Id, at, earlier))]);

        // What the plan has left out since then it may grant again.
        var known = earlier?.Granted.Where(granted => granted.Through > at && turn.Find(granted.Allotment) is null) ?? [];
        return new(plan.Terms, turn with { Granted = [.. turn.Granted, .. known] });
    }

    /// <summary>The subscription under the plan's present terms: what is granted already stays, what is new begins now.</summary>
    public static Subscription Under(this Subscription subscription, PlanTerms terms, DateTimeOffset at)
    {
        var turn = terms.Allotments.Aggregate(subscription.Turn, (turn, allotment) => turn.Find(allotment.Id) is null ? turn.With(new(allotment.Id, at)) : turn);
        var wanted = terms.Allotments.Select(allotment => allotment.Id).ToHashSet(StringComparer.Ordinal);
        return new(terms, turn with { Granted = [.. turn.Granted.Where(granted => granted.Through > at || wanted.Contains(granted.Allotment))] });
    }

    private static GrantedThrough Begin(string allotment, DateTimeOffset at, PlanTurn? earlier) =>
        earlier?.Find(allotment) is not { } known || known.Through <= at ? new(allotment, at)
        : known.AtMost is not null ? known with { Through = at }
        : known;
}
