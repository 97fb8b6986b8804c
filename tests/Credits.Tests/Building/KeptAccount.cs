using Credits.Accounts;
using Credits.Booking;
using Credits.Journal;
using Credits.Plans;

namespace Credits.Tests.Building;

/// <summary>An account of the product with its journal and the plans there are, kept over commits as the app keeps them.</summary>
internal sealed class KeptAccount(Dictionary<string, Plan> plans)
{
    private readonly List<Entry> _journal = [];

    public Account Account { get; private set; } = Given.EmptyAccount;

    public IReadOnlyList<Entry> Journal => _journal;

    public Dictionary<string, Plan> Plans { get; } = plans;

    /// <summary>The plan that counts for an account of these; null for none.</summary>
    public Plan? PlanOf(Account account) => account.Settings.Plan is { } plan ? Plans.GetValueOrDefault(plan) : null;

    /// <summary>Settles what is due, does some work, and settles what that made due; in as many commits as that takes.</summary>
    public void Commit(DateTimeOffset at, Action<PendingCommit>? work = null)
    {
        while (CommitOnce(at, ref work))
        {
        }
    }

    /// <summary>One commit.</summary>
    /// <returns>Whether another must follow.</returns>
    private bool CommitOnce(DateTimeOffset at, ref Action<PendingCommit>? work)
    {
        using var chain = new HashChain();
        var commit = new PendingCommit(Account, at, chain);
        commit.Settle(Plans);
        if (!commit.IsFull && work is not null)
        {
            work(commit);
            work = null;
            commit.Settle(Plans);
        }

        commit.RepayOverdraft();
        commit.NoteCrossings(PlanOf(commit.Account));
        _journal.AddRange(commit.Entries);
        Account = commit.Account;
        return commit.IsFull || work is not null;
    }
}
