using Credits.Booking;
using Credits.Functions.Storage.Accounts;
using Credits.Grants;

namespace Credits.Functions.Grants;

/// <summary>What an account was granted under an id before, open or closed.</summary>
public sealed class EarlierGrants(AccountStore accounts)
{
    /// <summary>A grant, as it was when it closed or as it is; null when there is none.</summary>
    public async Task<Grant?> Find(string grantId, PendingCommit commit, CancellationToken cancellation) =>
        commit.Account.OpenGrants.FirstOrDefault(grant => grant.Id == grantId) ?? (await FindClosed(grantId, commit, cancellation))?.Grant;

    /// <summary>A grant of which nothing is left; null when there is none.</summary>
    public async Task<ClosedGrant?> FindClosed(string grantId, PendingCommit commit, CancellationToken cancellation) =>
        commit.ClosedGrants.FirstOrDefault(closed => closed.Grant.Id == grantId) // one that this very commit closes is not in the store yet
        ?? await accounts.FindClosedGrant(commit.Account.Id, grantId, cancellation);
}
