using Credits.Accounts;
using Credits.Functions.Http;
using Credits.Rating;

namespace Credits.Functions.Subscriptions;

/// <summary>Bounds what may be scheduled.</summary>
internal static class Scheduling
{
    /// <summary>The settings, if they schedule no more than an account may.</summary>
    /// <exception cref="ProblemException">They schedule more.</exception>
    public static AccountSettings Checked(AccountSettings settings) =>
        settings.Scheduled.Length <= AccountSettings.MaxScheduled ? settings
        : throw new ProblemException(Problem.Invalid(new Fault("at", $"{AccountSettings.MaxScheduled} changes are scheduled, the most there may be; take one away with PUT /schedule.")));
}
