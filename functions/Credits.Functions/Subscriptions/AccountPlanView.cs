using Credits.Accounts;
using Credits.Functions.Journal;
using Credits.Periods;

namespace Credits.Functions.Subscriptions;

/// <summary>An account's plan.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Plan">The plan; left out for none.</param>
/// <param name="Since">Since when it is granted what the plan allots; left out when that is nothing.</param>
/// <param name="PeriodStart">When the running period began.</param>
/// <param name="PeriodEnd">When it ends.</param>
/// <param name="Granted">How far each allotment was granted.</param>
/// <param name="Scheduled">Changes that are scheduled.</param>
public sealed record AccountPlanView(
    string AccountId, string? Plan, DateTimeOffset? Since, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd, IReadOnlyList<GrantedThroughView> Granted, IReadOnlyList<ScheduledChangeView> Scheduled)
{
    internal static AccountPlanView Of(Account account, DateTimeOffset now)
    {
        var (period, on) = (PeriodOf(account, now), account.Subscription is { } subscription ? SubscribedView.Of(subscription.Turn) : null);
        return new(account.Id.Value, account.Settings.Plan, on?.Since, period.Start, period.End, on?.Granted ?? [], [.. account.Settings.Scheduled.Select(ScheduledChangeView.Of)]);
    }

    /// <summary>The period at whose end a change comes: the plan's, or where it has none, the account's billing period. That of a trial ends with its days.</summary>
    internal static BillingPeriod PeriodOf(Account account, DateTimeOffset now)
    {
        if (account.Subscription is not { } on) return account.Settings.Calendar.PeriodContaining(now);

        var period = on.PeriodContaining(now, account.Settings.Calendar);
        return on.Terms.Trial is { } trial && account.EndOfTrial(on.Plan, trial, on.Turn.Since) is var end && now < end && end < period.End ? period with { End = end } : period;
    }
}
