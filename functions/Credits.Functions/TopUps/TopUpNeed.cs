using Credits.Accounts;
using Credits.Functions.Storage.Accounts;
using Credits.TopUps;

namespace Credits.Functions.TopUps;

/// <summary>Tells whether an account needs credits, by its balance as it is now.</summary>
public sealed class TopUpNeed(AccountReader accounts, TimeProvider clock)
{
    // A grant counts from the moment at which it was booked, by a clock that may be ahead of this one: what was bought a moment ago must not be bought again.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>The account that wants credits bought by themselves, and how many are left; null when there is none, or when that is called off or paused.</summary>
    internal async Task<StandingNeed?> Of(AccountId id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (await accounts.Find(id, now, cancellation) is not { Settings.TopUp: { Paused: null } topUp } account) return null;

        var (left, soon) = (account.LeftOf(topUp.Terms.CreditType, now), account.LeftOf(topUp.Terms.CreditType, now + ClockSkew));
        return new(account, topUp, left > soon ? left : soon);
    }
}

/// <summary>What decides whether credits are bought.</summary>
/// <param name="Account">The account, as it is once everything that is due is booked.</param>
/// <param name="TopUp">What its customer agreed to.</param>
/// <param name="Left">How much is left, or will be in a moment.</param>
internal sealed record StandingNeed(Account Account, TopUp TopUp, Credits Left)
{
    /// <summary>Whether so little is left that credits are to be bought.</summary>
    public bool IsThere => Left <= TopUp.Terms.Level;
}
