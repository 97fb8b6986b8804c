namespace Credits.Accounts;

/// <summary>What becomes of changes of the plan that are scheduled when an account that is on a plan is to stay on it.</summary>
public static class Staying
{
    /// <summary>The settings without such changes. A trial ends all the same, so that a request that is sent twice does not make it endless.</summary>
    /// <remarks>
    /// Its end stays where it is scheduled. Where another change has taken its place, it is scheduled again: for when it was to come, or if that has passed, for
    /// now. Where nothing was scheduled, somebody has called it off, and nothing is.
    /// </remarks>
    /// <param name="account">The account, with nothing due.</param>
    /// <param name="now">When it is asked to stay.</param>
    public static AccountSettings OnItsPlan(Account account, DateTimeOffset now)
    {
        var settings = account.Settings;
        if (account.Subscription is not { Terms.Trial: { } trial } on || settings.Scheduled.All(change => change.Plan is null)) return settings.WithoutScheduledPlans();
        if (settings.Scheduled.FirstOrDefault(change => change.Plan is { } plan && plan.Id == trial.Then) is { } end) return settings.WithoutScheduledPlans(except: end);

        var due = account.EndOfTrial(on.Plan, trial, on.Turn.Since);
        return settings.WithoutScheduledPlans().With(ScheduledChange.AtEndOf(trial, due > now ? due : now));
    }
}
