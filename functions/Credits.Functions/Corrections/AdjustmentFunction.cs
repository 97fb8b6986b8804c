using Credits.Booking;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Grants;
using Credits.Journal;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Corrections;

/// <summary>Corrects an account by hand, up or down, with the reason in the journal.</summary>
public sealed class AdjustmentFunction(AccountStore accounts, JournalStore journal, AccountWriter writer)
{
    /// <summary>
    /// Gives credits as an adjustment grant, or takes them back from the grants in burn order; what these can't give becomes overdraft. The same
    /// adjustment again does nothing more and is answered with 200.
    /// </summary>
    [Function("PostAdjustment")]
    [RequiresScope(Scopes.CorrectionsWrite)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/accounts/{accountId}/adjustments")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.Read<AdjustmentRequest>(request, cancellation);
        if (asked.Faults() is { Count: > 0 } faults) return Problem.Invalid(faults);

        var adjustmentId = asked.Id ?? ChosenId.For(request);
        var (account, isNew) = await writer.Change(
            id, open: false,
            async (session, commit) =>
            {
                if (asked.Amount > Credits.Zero ? await WasGiven(asked, adjustmentId, commit, cancellation) : await WasTaken(asked, adjustmentId, session, cancellation)) return false;

                var refusal = asked.Amount > Credits.Zero
                    ? commit.Grant(asked.ToGrant(adjustmentId, commit.BookedAt))
                    : commit.Deduct(adjustmentId, asked.Type, -asked.Amount, asked.Reason);
                return refusal is null ? true : throw new ProblemException(CorrectionProblems.Of(refusal));
            },
            cancellation);

        if (account is null) return Problem.UnknownAccount(accountId);
        var view = CorrectionView.Of(adjustmentId, account, asked.Type);
        return isNew ? Answer.Created(view) : Answer.Ok(view);
    }

    private async Task<bool> WasGiven(AdjustmentRequest asked, string adjustmentId, PendingCommit commit, CancellationToken cancellation)
    {
        var earlier = commit.Account.OpenGrants.FirstOrDefault(grant => grant.Id == adjustmentId)
            ?? commit.ClosedGrants.FirstOrDefault(closed => closed.Grant.Id == adjustmentId)?.Grant
            ?? (await accounts.FindClosedGrant(commit.Account.Id, adjustmentId, cancellation))?.Grant;
        return earlier is not null
            && (earlier is { Kind: GrantKind.Adjustment } && earlier.Amount == asked.Amount && earlier.CreditType == asked.Type && earlier.Reference == asked.Reason
                ? true
                : throw new ProblemException(CorrectionProblems.Exists(adjustmentId)));
    }

    private async Task<bool> WasTaken(AdjustmentRequest asked, string adjustmentId, AccountSession session, CancellationToken cancellation)
    {
        if (await accounts.FindDeduction(session.Account.Id, adjustmentId, cancellation) is not { } sequence) return false;

        return await journal.Find(session, sequence, cancellation) is { Movement: Movement.Deducted earlier }
            && earlier.Amount == -asked.Amount && earlier.CreditType == asked.Type && earlier.Reason == asked.Reason
                ? true
                : throw new ProblemException(CorrectionProblems.Exists(adjustmentId));
    }
}
