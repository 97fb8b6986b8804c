using Credits.Booking;
using Credits.Grants;

namespace Credits.Functions.Grants;

/// <summary>A grant, and what is left of it.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Why it was granted.</param>
/// <param name="CreditType">What kind of credits.</param>
/// <param name="Amount">What was granted.</param>
/// <param name="Remaining">What is left.</param>
/// <param name="EffectiveAt">The first moment at which it can burn.</param>
/// <param name="ExpiresAt">The first moment at which it no longer can; left out for never.</param>
/// <param name="Priority">Lower burns first.</param>
/// <param name="Meters">The only meters it pays for; empty for every meter.</param>
/// <param name="Reference">The operator's own words for it.</param>
public sealed record GrantView(
    string AccountId, string Id, GrantKind Kind, string CreditType, Credits Amount, Credits Remaining,
    DateTimeOffset EffectiveAt, DateTimeOffset? ExpiresAt, int Priority, IReadOnlyList<string> Meters, string? Reference)
{
    internal static GrantView Of(string account, Grant grant) => new(
        account, grant.Id, grant.Kind, grant.CreditType.Value, grant.Amount, grant.Remaining,
        grant.EffectiveAt, grant.ExpiresAt, grant.Priority, grant.Meters, grant.Reference);
}

/// <summary>Why to take a grant back.</summary>
/// <param name="Reason">In the operator's words; stays in the journal.</param>
public sealed record VoidRequest(string Reason)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int MaxReasonLength = 500;
}

/// <summary>Where the credits of a voided grant went: amount = burned + voided.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="GrantId">The grant.</param>
/// <param name="CreditType">What kind of credits.</param>
/// <param name="Amount">What was granted.</param>
/// <param name="Burned">What events had burned, or overdraft had been repaid with, before.</param>
/// <param name="Voided">What was taken back.</param>
/// <param name="Entry">The number of the journal entry that says so.</param>
public sealed record VoidedView(string AccountId, string GrantId, string CreditType, Credits Amount, Credits Burned, Credits Voided, long Entry)
{
    internal static VoidedView Of(string account, ClosedGrant closed) => new(
        account, closed.Grant.Id, closed.Grant.CreditType.Value, closed.Grant.Amount, closed.Grant.Amount - closed.Voided, closed.Voided, closed.ClosedBy);
}
