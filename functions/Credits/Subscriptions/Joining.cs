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
        var turn = Find(plan, at, former) ?? new(plan.Id, at, []);
        return new Subscription(PlanTerms.None, turn).Under(plan.Terms, at);
    }

    /// <summary>When the turn of an account that comes to a plan begins: when it comes, or before, where it goes on with a turn.</summary>
    /// <inheritdoc cref="To"/>
    public static DateTimeOffset SinceOn(Plan plan, DateTimeOffset at, ImmutableArray<PlanTurn> former) => Find(plan, at, former)?.Since ?? at;

    /// <summary>The subscription under the plan's present terms: what is granted already stays, what is new begins now.</summary>
    public static Subscription Under(this Subscription subscription, PlanTerms terms, DateTimeOffset at)
    {
        var before = subscription.Terms.Allotments.Select(allotment => allotment.Id).ToHashSet(StringComparer.Ordinal);
        var wanted = terms.Allotments.Select(allotment => allotment.Id).ToHashSet(StringComparer.Ordinal);
        var turn = terms.Allotments.Where(allotment => !before.Contains(allotment.Id))
            .Aggregate(subscription.Turn, (turn, added) => turn.With(Begin(added.Id, at, turn)));
        var takenOut = turn.Granted.Where(granted => !wanted.Contains(granted.Allotment)).OrderBy(granted => granted.Through).TakeLast(PlanTerms.MaxAllotments);
        return new(terms, turn with { Granted = [.. terms.Allotments.Select(allotment => turn.Find(allotment.Id)!.Value), .. takenOut] });
    }

    private static PlanTurn? Find(Plan plan, DateTimeOffset at, ImmutableArray<PlanTurn> former) => former.FirstOrDefault(turn => turn.Plan == plan.Id && turn.ReachesBeyond(at));

    private static GrantedThrough Begin(string allotment, DateTimeOffset at, PlanTurn turn) =>
        turn.Find(allotment) is not { } known || known.Through <= at ? new(allotment, at)
        : known.AtMost is not null ? known with { Through = at }
        : known;
}
