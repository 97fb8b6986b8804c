using Credits.Booking;
using Credits.Functions.Storage.Accounts;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Functions.Corrections;

/// <summary>What was given and taken under an id before: a grant, a deduction, or, by a conversion, both.</summary>
public sealed class EarlierCorrections(AccountStore accounts, JournalStore journal)
{
    /// <summary>Finds both; null for what there is not.</summary>
    public async Task<(Grant? Given, Movement.Deducted? Taken)> Find(string id, AccountSession session, PendingCommit commit, CancellationToken cancellation)
    {
        var given = commit.Account.OpenGrants.FirstOrDefault(grant => grant.Id == id)
            ?? commit.ClosedGrants.FirstOrDefault(closed => closed.Grant.Id == id)?.Grant
            ?? (await accounts.FindClosedGrant(commit.Account.Id, id, cancellation))?.Grant;
        var taken = await accounts.FindDeduction(commit.Account.Id, id, cancellation) is { } sequence
            ? (Movement.Deducted)(await journal.Find(session, sequence, cancellation)).Movement
            : null;
        return (given, taken);
    }
}
