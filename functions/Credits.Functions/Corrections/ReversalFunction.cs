using Credits.Booking;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Journal;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Corrections;

/// <summary>Takes a debit back.</summary>
public sealed class ReversalFunction(AccountStore accounts, JournalStore journal, AccountWriter writer)
{
    /// <summary>
    /// Returns what an event burned: to the grants it came from where they are still open, by forgiving what it still owes, and the rest as a refund
    /// grant. The event stays known: sent again it is a duplicate and debits nothing.
    /// </summary>
    [Function("ReverseEvent")]
    [RequiresScope(Scopes.CorrectionsWrite)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/accounts/{accountId}/events/{eventId}/reverse")] HttpRequest request,
        string accountId, string eventId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.Read<ReversalRequest>(request, cancellation);
        if (asked.Faults() is { Count: > 0 } faults) return Problem.Invalid(faults);

        var (account, reversed) = await writer.Change(
            id, open: false,
            async (session, commit) =>
            {
                var entry = await journal.FindBooking(session, new(asked.Source, eventId), cancellation)
                    ?? await journal.FindBooking(session, new(asked.Source, WithSlashes(eventId)), cancellation)
                    ?? throw new ProblemException(CorrectionProblems.UnknownEvent(accountId, eventId));
                if (await accounts.FindReversal(id, entry.Sequence, cancellation) is { } by) throw new ProblemException(CorrectionProblems.AlreadyReversed(eventId, by));
                if (commit.Reverse(entry, asked.Reason, await FreeRefundId(entry, commit, cancellation)) is { } refusal) throw new ProblemException(CorrectionProblems.Of(refusal));

                return (Movement.Debited)entry.Movement;
            },
            cancellation);
        return account is null ? Problem.UnknownAccount(accountId) : Answer.Created(CorrectionView.Of(reversed!.Event.Identity.Id, account, reversed.Charge.CreditType));
    }

    // An encoded slash is the one character that a route leaves encoded, lest it end the segment.
    private static string WithSlashes(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    // Whoever grants may have chosen any id, and no commit could ever close a second grant of one.
    private async Task<string> FreeRefundId(Entry debit, PendingCommit commit, CancellationToken cancellation)
    {
        var id = PendingCommit.UsualRefundId(debit);
        for (var next = 2; await IsTaken(id, commit, cancellation); next++) id = $"{PendingCommit.UsualRefundId(debit)}-{next}";
        return id;
    }

    private async Task<bool> IsTaken(string grantId, PendingCommit commit, CancellationToken cancellation) =>
        commit.Account.OpenGrants.Any(grant => grant.Id == grantId) || commit.ClosedGrants.Any(closed => closed.Grant.Id == grantId)
        || await accounts.FindClosedGrant(commit.Account.Id, grantId, cancellation) is not null;
}
