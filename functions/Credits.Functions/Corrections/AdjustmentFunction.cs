using Credits.Booking;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Grants;
using Credits.Journal;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Corrections;

/// <summary>Corrects an account by hand, up or down, with the reason in the journal.</summary>
public sealed class AdjustmentFunction(EarlierCorrections earlier, AccountWriter writer)
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
                if (await WasMade(asked, adjustmentId, session, commit, cancellation)) return false;

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

    // What gives is a grant, what takes is a deduction; an id is for one of both.
    private async Task<bool> WasMade(AdjustmentRequest asked, string adjustmentId, AccountSession session, PendingCommit commit, CancellationToken cancellation)
    {
        var (given, taken) = await earlier.Find(adjustmentId, session, commit, cancellation);
        if (given is null && taken is null) return false;

        var isConversion = given is not null && taken is not null;
        return !isConversion && (IsMetBy(asked, given) || IsMetBy(asked, taken)) ? true : throw new ProblemException(CorrectionProblems.Exists(adjustmentId));
    }

    private static bool IsMetBy(AdjustmentRequest asked, Grant? given) =>
        given is { Kind: GrantKind.Adjustment } && given.Amount == asked.Amount && given.CreditType == asked.Type && given.Reference == asked.Reason;

    private static bool IsMetBy(AdjustmentRequest asked, Movement.Deducted? taken) =>
        taken is not null && taken.Amount == -asked.Amount && taken.CreditType == asked.Type && taken.Reason == asked.Reason;
}
