using Credits.Accounts;
using Credits.Journal;
using Credits.Plans;

namespace Credits.Booking;

/// <summary>An account as it is once everything is booked that time has done to it: what its next commit will find.</summary>
public static class Settled
{
    /// <summary>The account at a moment. Nothing is stored; when nothing is due it is the account itself.</summary>
    /// <param name="account">The account as stored.</param>
    /// <param name="plans">As for <see cref="PendingCommit.Settle"/>.</param>
    /// <param name="now">The moment.</param>
    public static Account At(Account account, IReadOnlyDictionary<string, Plan> plans, DateTimeOffset now)
    {
        using var chain = new HashChain();
        while (true)
        {
            var commit = new PendingCommit(account, now, chain);
            commit.Settle(plans);
            account = commit.Account;
            if (!commit.IsFull || commit.Entries.Count == 0) return account;
        }
    }
}
