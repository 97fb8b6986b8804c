using Credits.Grants;
using Credits.Periods;
using Credits.Plans;

namespace Credits.Subscriptions;

/// <summary>The plan an account is on: its terms as they were last taken over, and how far they have been fulfilled. So the account's journal alone says what it is due.</summary>
/// <param name="Terms">What the plan grants, and when.</param>
/// <param name="Turn">The turn on the plan; it knows each of the terms' allotments.</param>
public sealed record Subscription(PlanTerms Terms, PlanTurn Turn)
{
    // Credits that are due are never nothing, even if a short rest of a period makes little of few.
    private static readonly Credits Least = Credits.FromMillionths(1);

    /// <summary>The plan.</summary>
    public string Plan => Turn.Plan;

    /// <summary>The first moment for which an allotment has not been granted.</summary>
    public DateTimeOffset DueAt(Allotment allotment) => ThroughOf(allotment).Through;

    /// <summary>The period at whose end the plan renews that holds a moment.</summary>
    public BillingPeriod PeriodContaining(DateTimeOffset time, Calendar calendar) => Terms.Period.PeriodContaining(time, calendar, Turn.Since);

    /// <summary>The next grant of an allotment: for all of its period, or for the rest of it when the account came in its midst.</summary>
    /// <param name="allotment">One of the terms'.</param>
    /// <param name="grantId">The grant's id.</param>
    /// <param name="calendar">The account's calendar.</param>
    public Grant NextGrant(Allotment allotment, string grantId, Calendar calendar)
    {
        var granted = ThroughOf(allotment);
        var from = granted.Through;
        var period = allotment.Cycle.PeriodContaining(from, calendar, Turn.Since);

        // Only who comes may get all of a period for its rest. Where the calendar or the plan has cut a period, or a grant was taken back, it is the days that are left.
        var isWhole = Terms.Proration == Proration.None && from == Turn.Since && granted.AtMost is null;
        var amount = isWhole ? allotment.Amount : RemainingDays.Of(allotment.Amount, period.Start, from, period.End, calendar);
        if (granted.AtMost is { } most) amount = Credits.Min(amount, most);
        if (amount < Least) amount = Least;

        return new()
        {
            Id = grantId,
            Kind = GrantKind.Allotment,
            CreditType = allotment.CreditType,
            Amount = amount,
            Remaining = amount,
            EffectiveAt = from,
            ExpiresAt = allotment.Lifetime.EndOf(from, period.End, calendar),
            Priority = allotment.Priority,
            Allotment = new(Plan, allotment.Id, period.End),
            Rollover = allotment.Rollover is { } policy ? new(policy.Percent, policy.Minimum, policy.Maximum, EndOfRollover(allotment, period, policy.Periods, calendar)) : null,
        };
    }

    private DateTimeOffset? EndOfRollover(Allotment allotment, BillingPeriod period, int? periods, Calendar calendar)
    {
        if (periods is not { } count) return null;

        for (; count > 0; count--) period = allotment.Cycle.PeriodContaining(period.End, calendar, Turn.Since);
        return period.End;
    }

    private GrantedThrough ThroughOf(Allotment allotment) =>
        Turn.Find(allotment.Id) ?? throw new InvalidOperationException($"The turn on plan '{Plan}' knows nothing of its allotment '{allotment.Id}'.");
}
