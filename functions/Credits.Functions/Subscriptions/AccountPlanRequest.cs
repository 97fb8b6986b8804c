using Credits.Accounts;
using Credits.Functions.Http;
using Credits.Rating;

namespace Credits.Functions.Subscriptions;

/// <summary>The plan that an account comes to.</summary>
/// <param name="Plan">Its id; null or an empty text for none.</param>
/// <param name="At"><c>now</c>, <c>periodEnd</c> for the end of the plan's running period, or a time to come; left out, now.</param>
public sealed record AccountPlanRequest(string? Plan, string? At = null)
{
    private const string Now = "now";
    private const string PeriodEnd = "periodEnd";

    internal string? PlanId => Plan is { Length: > 0 } ? Plan : null;

    internal IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        if (PlanId is { } plan && !ResourceId.IsOne(plan)) faults.Add(new("plan", $"'{plan}' is not a plan's id: {ResourceId.Rule}."));
        if (At is not (null or Now or PeriodEnd) && !Rfc3339.TryParse(At, out _))
            faults.Add(new("at", $"Must be {Now}, {PeriodEnd}, or an RFC 3339 time with an offset, such as 2026-01-31T12:00:00Z, but is '{At}'."));
        return faults;
    }

    /// <summary>An account's settings after it.</summary>
    /// <exception cref="ProblemException">It names a time that has passed.</exception>
    internal AccountSettings AppliedTo(Account account, DateTimeOffset now)
    {
        var stays = Staying.OnItsPlan(account, now);
        if (At is null or Now) return PlanId == account.Settings.Plan ? stays : account.Settings.WithoutScheduledPlans() with { Plan = PlanId };

        var at = At == PeriodEnd ? AccountPlanView.PeriodOf(account, now).End : Rfc3339.TryParse(At, out var time) ? time : now;
        if (at <= now) throw new ProblemException(Problem.Invalid(new Fault("at", $"{Rfc3339.Write(at)} has passed; leave it out to change the plan now.")));

        if (PlanId == account.Settings.Plan) return stays;

        // What comes after the end of a trial does not put that off.
        var settings = stays.Scheduled.Any(change => change.Plan is not null && change.At < at) ? stays : account.Settings.WithoutScheduledPlans();
        return Scheduling.Checked(settings.With(new ScheduledChange(at) { Plan = new(PlanId) }));
    }
}
