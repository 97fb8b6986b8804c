using Credits.Accounts;
using Credits.Functions.Journal;
using Credits.Journal;
using Credits.Timelines;

namespace Credits.Functions.Timelines;

/// <summary>What time alone will do to an account, if nothing is used, granted or changed until then.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="From">From when.</param>
/// <param name="Until">The first moment that no longer counts.</param>
/// <param name="Items">In the order of time.</param>
/// <param name="IsCut">Whether there is more of it before the end.</param>
public sealed record TimelineView(string AccountId, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<ComingView> Items, bool IsCut)
{
    internal static TimelineView Of(Account account, DateTimeOffset from, DateTimeOffset until, Timeline timeline) =>
        new(account.Id.Value, from, until, [.. timeline.Items.Select(item => ComingView.Of(item, account))], timeline.IsCut);
}

/// <summary>Something that will happen. What does not belong to its kind is left out.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What, as the journal will say it: granted, rolledOver, expired, released, configured, subscribed, unsubscribed, repaid or voided; or renewed, when a period of the plan ends and the next begins; or expiring, when somebody is told that a grant will.</param>
/// <param name="CreditType">The kind of credits.</param>
/// <param name="Amount">How many.</param>
/// <param name="GrantId">The grant that expires or is about to, rolls over or is taken back, if it is there already.</param>
/// <param name="ExpiresAt">When what is granted, or rolled over, ends; left out for never.</param>
/// <param name="Plan">The plan that begins, ends, or has allotted the grant.</param>
/// <param name="Allotment">The plan's allotment that is granted.</param>
/// <param name="HoldId">The hold that lapses.</param>
/// <param name="Settings">The settings from then on.</param>
public sealed record ComingView(
    DateTimeOffset At, string Kind, string? CreditType = null, Credits? Amount = null, string? GrantId = null, DateTimeOffset? ExpiresAt = null,
    string? Plan = null, string? Allotment = null, string? HoldId = null, SettingsView? Settings = null)
{
    private const string Renewed = "renewed";

    internal static ComingView Of(Coming item, Account account)
    {
        if (item.Movement is not { } movement) return new(item.At, Renewed);

        // A grant that is still to come has no number yet.
        string? Known(string grant) => account.OpenGrants.Any(open => open.Id == grant) ? grant : null;

        return movement switch
        {
            Movement.Granted(var grant) => new(
                item.At, "granted", grant.CreditType.Value, grant.Amount, ExpiresAt: grant.ExpiresAt, Plan: grant.Allotment?.Plan, Allotment: grant.Allotment?.Allotment),
            Movement.RolledOver(var from, var grant) => new(item.At, "rolledOver", grant.CreditType.Value, grant.Amount, Known(from), grant.ExpiresAt),
            Movement.Crossed(var crossing, _, var amount) => new(item.At, "expiring", crossing.CreditType.Value, amount, Known(crossing.Grant!)),
            Movement.Expired(var type, var grant, var amount) => new(item.At, "expired", type.Value, amount, Known(grant)),
            Movement.Voided(var type, var grant, var amount, _) => new(item.At, "voided", type.Value, amount, Known(grant)),
            Movement.Repaid(var type, _) repaid => new(item.At, "repaid", type.Value, repaid.Amount),
            Movement.Released(var type, var hold, var amount, _) => new(item.At, "released", type.Value, amount, HoldId: hold),
            Movement.Configured(var settings) => new(item.At, "configured", Settings: SettingsView.Of(settings)),
            Movement.Subscribed(var subscription) => new(item.At, "subscribed", Plan: subscription.Plan),
            Movement.Unsubscribed(var turn) => new(item.At, "unsubscribed", Plan: turn.Plan),
            _ => throw new ArgumentOutOfRangeException(nameof(item), item, "Nothing that time does."),
        };
    }
}
