namespace Credits.Subscriptions;

/// <summary>The days of a plan's trial, which an account has once.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="End">The first moment after them, whether or not the account was on the plan all the while.</param>
public readonly record struct TrialDays(string Plan, DateTimeOffset End);
