using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Booking;
using Credits.Events;
using Credits.Functions.Storage.Accounts;
using Credits.Grants;
using Credits.Journal;
using Credits.Packs;
using Credits.Reconciling;

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
        var state = await Look(wanted.Id, session, commit.Account, commit.ClosedGrants, cancellation);
        var granted = state.Grant;
        if (granted is null) Give(wanted, commit);
        else if (granted.Kind != wanted.Kind || granted.Amount != wanted.Amount || granted.CreditType != wanted.CreditType || granted.Cost != wanted.Cost)
            throw new ParkedException(ParkReasons.GrantExists, $"Account '{id}' was granted something else under '{wanted.Id}' before.");

        var paid = state.Of(wanted);
        var (taken, due) = (paid.Taken, paid.TakenFor(offer, back));
        if (taken < due)
            Check(commit.TakeBack(TakingId(wanted.Id, state.NextNumber), wanted.CreditType, due - taken, state.From, $"Money of grant {wanted.Id} went back"));
        if (taken > due) Give(Restoring(wanted, taken - due, state.NextNumber), commit);
    }

    /// <summary>How a grant that was paid for stands.</summary>
    /// <param name="grantId">Its id.</param>
    /// <param name="session">The account as read.</param>
    /// <param name="account">The account as it counts.</param>
    /// <param name="closing">Grants that a commit closes which is not in the store yet.</param>
    /// <param name="cancellation">Ends waiting.</param>
    internal async Task<PaidGrantState> Look(string grantId, AccountSession session, Account account, IReadOnlyList<ClosedGrant> closing, CancellationToken cancellation)
    {
        var granted = await Find(grantId, account, closing, cancellation);

        // Takings and restorings are numbered together, so the journal tells how much is out and in which order it came to that, and no commit can book one twice.
        var (parts, takings, number) = (ImmutableArray.Create(granted), ImmutableArray<Taking>.Empty, 1);
        while (true)
        {
            if (await accounts.FindDeduction(account.Id, TakingId(grantId, number), cancellation) is { } sequence)
            {
                var taken = ((Movement.Deducted)(await journal.Find(session, sequence, cancellation)).Movement).Amount;
                takings = takings.Add(new(taken, VoidedBefore: Sum(parts.Where(part => part.ClosedBy < sequence), part => part.Voided)));
            }
            else if (!takings.IsEmpty && await FindRestoring(grantId, number, parts, account, closing, cancellation) is { Grant: { } restored } part)
            {
                (takings, parts) = (Taking.LessRestored(takings, restored.Amount), parts.Add(part));
            }
            else
            {
                break;
            }

            number++;
        }

        return new(granted.Grant, Sum(parts, part => part.Expired), Sum(parts, part => part.Voided), takings, number, [grantId, .. parts.Skip(1).Select(part => part.Grant!.Id)]);
    }

    /// <summary>Gives a grant whose period was paid.</summary>
    internal async Task Allot(Grant wanted, PendingCommit commit, CancellationToken cancellation)
    {
        if ((await Find(wanted.Id, commit.Account, commit.ClosedGrants, cancellation)).Grant is not null)
            throw new ParkedException(ParkReasons.GrantExists, $"Account '{commit.Account.Id}' was granted something else under '{wanted.Id}' before.");
        if (wanted.IsExpiredAt(commit.BookedAt)) throw new ParkedException(ParkReasons.PeriodOver, $"What '{wanted.Id}' would grant has ended at {wanted.ExpiresAt:O}; grant by hand what is owed.");
        Give(wanted, commit);
    }

    /// <summary>Whether anything was granted before that a plan allots on payment, under an id that begins so.</summary>
    internal async Task<bool> WereAllotted(string idPrefix, PendingCommit commit, CancellationToken cancellation)
    {
        return commit.Account.OpenGrants.Concat(commit.ClosedGrants.Select(closed => closed.Grant)).Any(IsOne)
            || (await accounts.FindClosedGrants(commit.Account.Id, idPrefix, cancellation)).Any(closed => IsOne(closed.Grant));

        bool IsOne(Grant grant) => grant.Kind == GrantKind.Allotment && grant.Id.StartsWith(idPrefix, StringComparison.Ordinal);
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

    // Restorings had numbers of their own once, which are asked first: what was numbered together has none so low but what is known.
    private async Task<Part> FindRestoring(string grantId, int number, ImmutableArray<Part> known, Account account, IReadOnlyList<ClosedGrant> closing, CancellationToken cancellation)
    {
        var own = RestoringId(grantId, known.Length);
        if (known.All(other => other.Grant?.Id != own) && await Find(own, account, closing, cancellation) is { Grant: not null } part) return part;

        return await Find(RestoringId(grantId, number), account, closing, cancellation);
    }

    private async Task<Part> Find(string grantId, Account account, IReadOnlyList<ClosedGrant> closing, CancellationToken cancellation)
    {
        if (account.OpenGrants.FirstOrDefault(grant => grant.Id == grantId) is { } open) return new(open, ClosedBy: null, Credits.Zero, Credits.Zero);

        var closed = closing.FirstOrDefault(closed => closed.Grant.Id == grantId) ?? await accounts.FindClosedGrant(account.Id, grantId, cancellation);
        return new(closed?.Grant, closed?.ClosedBy, closed?.Expired ?? Credits.Zero, closed?.Voided ?? Credits.Zero);
    }

    private static Credits Sum(IEnumerable<Part> parts, Func<Part, Credits> of) => parts.Aggregate(Credits.Zero, (sum, part) => sum + of(part));

    // The grant or one that restored something of it, and what became of it; ClosedBy is the number of the entry that closed it.
    private readonly record struct Part(Grant? Grant, long? ClosedBy, Credits Expired, Credits Voided);
}

/// <summary>How a grant that was paid for stands.</summary>
/// <param name="Grant">The grant; null when there is none.</param>
/// <param name="Expired">What expired unburned of it and of what restored it.</param>
/// <param name="Voided">What was voided of them by hand.</param>
/// <param name="Takings">What was taken back of them and is not restored, in the order in which it was booked.</param>
/// <param name="NextNumber">The number of the next taking or restoring.</param>
/// <param name="From">The grant and those that restored something of it.</param>
internal sealed record PaidGrantState(Grant? Grant, Credits Expired, Credits Voided, ImmutableArray<Taking> Takings, int NextNumber, ImmutableArray<string> From)
{
    /// <summary>What has become of the grant.</summary>
    /// <param name="grant">The grant, or what it is to be when there is none yet.</param>
    public PaidGrant Of(Grant grant) => new(grant.Amount, grant.Cost, Expired, Voided, Takings);
}
