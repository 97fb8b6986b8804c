using Credits.Booking;
using Credits.Events;
using Credits.Functions.Storage.Accounts;
using Credits.Grants;
using Credits.Journal;
using Credits.Packs;

namespace Credits.Functions.Purchases;

/// <summary>Books what is missing of a grant that was paid for, as the journal has it: the grant itself, what is to be taken back, what is to be restored.</summary>
public sealed class PaidGrants(AccountStore accounts, JournalStore journal)
{
    /// <summary>Brings a grant to what is paid of it.</summary>
    /// <param name="wanted">The grant, if it is not there yet.</param>
    /// <param name="offer">What it is of.</param>
    /// <param name="back">How much of the price is gone.</param>
    /// <param name="session">The account.</param>
    /// <param name="commit">Takes what is booked.</param>
    /// <param name="cancellation">Ends waiting.</param>
    internal async Task Bring(Grant wanted, Offer offer, long back, AccountSession session, PendingCommit commit, CancellationToken cancellation)
    {
        var id = commit.Account.Id;
        var (granted, expired) = await Find(wanted.Id, commit, cancellation);
        if (granted is null) Give(wanted, commit);
        else if (granted.Kind != wanted.Kind || granted.Amount != wanted.Amount || granted.CreditType != wanted.CreditType || granted.Cost != wanted.Cost)
            throw new ParkedException(ParkReasons.GrantExists, $"Account '{id}' was granted something else under '{wanted.Id}' before.");

        // Each taking and each restoring has its number, so the journal tells how much is out, and no commit can book one twice.
        var (taken, takings) = (Credits.Zero, 0);
        while (await accounts.FindDeduction(id, TakingId(wanted.Id, takings + 1), cancellation) is { } sequence)
        {
            taken += ((Movement.Deducted)(await journal.Find(session, sequence, cancellation)).Movement).Amount;
            takings++;
        }

        var from = new List<string> { wanted.Id };
        while ((await Find(RestoringId(wanted.Id, from.Count), commit, cancellation)).Grant is { } restored)
        {
            taken -= restored.Amount;
            from.Add(restored.Id);
        }

        // What expired unburned was breakage; nobody owes it.
        var due = Credits.Min(offer.ShareOf(wanted.Amount, back), wanted.Amount - expired);
        if (due > taken) Check(commit.TakeBack(TakingId(wanted.Id, takings + 1), wanted.CreditType, due - taken, from, $"Money of grant {wanted.Id} went back"));
        if (due < taken) Give(Restoring(wanted, taken - due, from.Count), commit);
    }

    /// <summary>Gives a grant, unless one was given under its id before, however the plan was then.</summary>
    internal async Task GiveOnce(Grant wanted, PendingCommit commit, CancellationToken cancellation)
    {
        if ((await Find(wanted.Id, commit, cancellation)).Grant is { } granted)
        {
            if (granted.Kind != wanted.Kind) throw new ParkedException(ParkReasons.GrantExists, $"Account '{commit.Account.Id}' was granted something else under '{wanted.Id}' before.");
            return;
        }

        if (wanted.IsExpiredAt(commit.BookedAt)) throw new ParkedException(ParkReasons.PeriodOver, $"What '{wanted.Id}' would grant has ended at {wanted.ExpiresAt:O}; grant by hand what is owed.");
        Give(wanted, commit);
    }

    private static string TakingId(string grant, int number) => $"{grant}-back-{number}";

    private static string RestoringId(string grant, int number) => $"{grant}-restored-{number}";

    // It lives as long from now on as what was bought did: the customer could not burn it meanwhile.
    private static Grant Restoring(Grant wanted, Credits amount, int number) => wanted with
    {
        Id = RestoringId(wanted.Id, number),
        Kind = GrantKind.Adjustment,
        Amount = amount,
        Remaining = amount,
        Cost = null,
        Reference = $"Money of grant {wanted.Id} came back",
    };

    private static void Give(Grant grant, PendingCommit commit) => Check(commit.Grant(grant));

    private static void Check(Refusal? refusal)
    {
        if (refusal is not null) throw new ParkedException(refusal.Code, refusal.Detail);
    }

    private async Task<(Grant? Grant, Credits Expired)> Find(string grantId, PendingCommit commit, CancellationToken cancellation)
    {
        if (commit.Account.OpenGrants.FirstOrDefault(grant => grant.Id == grantId) is { } open) return (open, Credits.Zero);

        // A grant that this very commit closes is not in the store yet.
        var closed = commit.ClosedGrants.FirstOrDefault(closed => closed.Grant.Id == grantId) ?? await accounts.FindClosedGrant(commit.Account.Id, grantId, cancellation);
        return (closed?.Grant, closed?.Expired ?? Credits.Zero);
    }
}
