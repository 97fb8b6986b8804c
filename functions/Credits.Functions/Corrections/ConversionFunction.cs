using Credits.Booking;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Grants;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Corrections;

/// <summary>Changes credits of one type into credits of another.</summary>
public sealed class ConversionFunction(EarlierCorrections earlier, AccountWriter writer)
{
    /// <summary>
    /// Takes credits of one type from the grants in burn order and gives what they are worth of another, both in one commit and never more than is available.
    /// The same conversion again does nothing more and is answered with 200.
    /// </summary>
    [Function("PostConversion")]
    [RequiresScope(Scopes.CorrectionsWrite)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/accounts/{accountId}/conversions")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.Read<ConversionRequest>(request, cancellation);
        if (asked.Faults() is { Count: > 0 } faults) return Problem.Invalid(faults);

        var conversionId = asked.Id ?? ChosenId.For(request);
        var (account, isNew) = await writer.Change(
            id, open: false,
            async (session, commit) =>
            {
                if (await WasMade(asked, conversionId, session, commit, cancellation)) return false;

                var refusal = commit.Convert(conversionId, CreditType.Parse(asked.From), asked.Amount, CreditType.Parse(asked.To), asked.Worth, asked.Reason);
                return refusal is null ? true : throw new ProblemException(CorrectionProblems.Of(refusal));
            },
            cancellation);

        if (account is null) return Problem.UnknownAccount(accountId);
        var view = ConversionView.Of(conversionId, account, asked);
        return isNew ? Answer.Created(view) : Answer.Ok(view);
    }

    private async Task<bool> WasMade(ConversionRequest asked, string conversionId, AccountSession session, PendingCommit commit, CancellationToken cancellation)
    {
        var (given, taken) = await earlier.Find(conversionId, session, commit, cancellation);
        if (given is null && taken is null) return false;

        var isSame = given is { Kind: GrantKind.Adjustment } && taken is not null && taken.CreditType.Value == asked.From && taken.Amount == asked.Amount
            && given.CreditType.Value == asked.To && given.Amount == asked.Worth && taken.Reason == asked.Reason;
        return isSame ? true : throw new ProblemException(CorrectionProblems.Exists(conversionId));
    }
}
