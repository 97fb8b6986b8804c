using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Grants;

namespace Credits.Functions.Accounts;

/// <summary>What an account has, as of a moment.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AsOf">The moment.</param>
/// <param name="Sequence">The number of the journal's last entry, which these numbers follow from.</param>
/// <param name="Balances">One for each credit type that ever moved; the default type where none did.</param>
public sealed record BalanceView(string AccountId, DateTimeOffset AsOf, long Sequence, IReadOnlyList<CreditTypeView> Balances)
{
    internal static BalanceView Of(Account account, DateTimeOffset asOf)
    {
        ImmutableArray<CreditTotals> totals = account.Totals.IsEmpty ? [new(CreditType.Default)] : account.Totals;
        return new(account.Id.Value, asOf, account.Sequence, [.. totals.Select(type => CreditTypeView.Of(account, type, asOf))]);
    }
}

/// <summary>
/// The numbers of one credit type. granted = balance + burned + expired + voided − overdraft, and
/// balance = available + held + notYetEffective + settling.
/// </summary>
/// <param name="CreditType">The type.</param>
/// <param name="Granted">All credits ever granted.</param>
/// <param name="Burned">All credits ever charged for events, the overdraft included.</param>
/// <param name="Expired">All credits that expired unburned.</param>
/// <param name="Voided">All credits taken back.</param>
/// <param name="Balance">What is left of the open grants.</param>
/// <param name="Held">What open holds have set aside.</param>
/// <param name="Available">What an event of now can burn, if its meter is admitted by the grant.</param>
/// <param name="NotYetEffective">What can burn only later.</param>
/// <param name="Settling">What has passed its end; only late events can still burn it before its expiry is booked.</param>
/// <param name="Overdraft">What events burned beyond the grants and no grant has repaid yet.</param>
/// <param name="Debits">How many events were debited.</param>
/// <param name="Grants">The open grants, in the order in which they burn.</param>
public sealed record CreditTypeView(
    string CreditType, Credits Granted, Credits Burned, Credits Expired, Credits Voided, Credits Balance, Credits Held, Credits Available,
    Credits NotYetEffective, Credits Settling, Credits Overdraft, long Debits, IReadOnlyList<OpenGrantView> Grants)
{
    internal static CreditTypeView Of(Account account, CreditTotals totals, DateTimeOffset asOf)
    {
        var grants = account.OpenGrants.Where(grant => grant.CreditType == totals.CreditType).Select(grant => OpenGrantView.Of(grant, account.HeldOf(grant, asOf), asOf)).ToList();
        return new(
            totals.CreditType.Value, totals.Granted, totals.Burned, totals.Expired, totals.Voided, account.BalanceOf(totals.CreditType), account.HeldOf(totals.CreditType, asOf),
            FreeOf(grants, GrantState.Usable), FreeOf(grants, GrantState.NotYetEffective), FreeOf(grants, GrantState.Settling),
            totals.Overdraft, totals.Debits, grants);
    }

    private static Credits FreeOf(IEnumerable<OpenGrantView> grants, GrantState state) =>
        grants.Where(grant => grant.State == state).Aggregate(Credits.Zero, (sum, grant) => sum + grant.Remaining - grant.Held);
}

/// <summary>A grant with something left.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Why it was granted.</param>
/// <param name="State">Whether it can burn.</param>
/// <param name="Amount">What was granted.</param>
/// <param name="Remaining">What is left.</param>
/// <param name="Held">What of it open holds have set aside.</param>
/// <param name="EffectiveAt">The first moment at which it can burn.</param>
/// <param name="ExpiresAt">The first moment at which it no longer can; left out for never.</param>
/// <param name="Priority">Lower burns first.</param>
/// <param name="Meters">The only meters it pays for; empty for every meter.</param>
/// <param name="Reference">The operator's own words for it.</param>
public sealed record OpenGrantView(
    string Id, GrantKind Kind, GrantState State, Credits Amount, Credits Remaining, Credits Held,
    DateTimeOffset EffectiveAt, DateTimeOffset? ExpiresAt, int Priority, IReadOnlyList<string> Meters, string? Reference)
{
    internal static OpenGrantView Of(Grant grant, Credits held, DateTimeOffset asOf) => new(
        grant.Id, grant.Kind,
        grant.IsExpiredAt(asOf) ? GrantState.Settling : grant.IsUsableAt(asOf) ? GrantState.Usable : GrantState.NotYetEffective,
        grant.Amount, grant.Remaining, held, grant.EffectiveAt, grant.ExpiresAt, grant.Priority, grant.Meters, grant.Reference);
}

/// <summary>Whether an open grant can burn.</summary>
public enum GrantState
{
    /// <summary>It can.</summary>
    Usable,

    /// <summary>Its time has not come.</summary>
    NotYetEffective,

    /// <summary>Its end has come, and its expiry is about to be booked.</summary>
    Settling,
}
