using Credits.Accounts;
using Credits.Booking;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Grants;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Grants;

/// <summary>Gives credits, and takes them back.</summary>
public sealed class GrantFunctions(EarlierGrants grants, AccountWriter writer)
{
    /// <summary>Gives credits. The same grant again grants nothing more and is answered with 200.</summary>
    [Function("PostGrant")]
    [RequiresScope(Scopes.GrantsWrite)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/accounts/{accountId}/grants")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.Read<GrantRequest>(request, cancellation);
        if (asked.Faults() is { Count: > 0 } faults) return Problem.Invalid(faults);

        var grantId = asked.Id ?? ChosenId.For(request);
        var (account, outcome) = await writer.Change(
            id, open: false,
            async (_, commit) => await grants.Find(grantId, commit, cancellation) is { } earlier
                ? asked.IsMetBy(earlier) ? (Grant: earlier, IsNew: false) : throw new ProblemException(GrantProblems.Exists(accountId, grantId))
                : (Grant: Give(asked, grantId, commit), IsNew: true),
            cancellation);
        if (account is null) return Problem.UnknownAccount(accountId);

        // As it is after the commit, which may have used some of it to repay overdraft.
        var left = account.OpenGrants.FirstOrDefault(grant => grant.Id == grantId)?.Remaining ?? Credits.Zero;
        var view = GrantView.Of(accountId, outcome.Grant with { Remaining = left });
        return outcome.IsNew ? Answer.Created(view) : Answer.Ok(view);
    }

    /// <summary>Takes back what is left of a grant. Doing it twice does it once.</summary>
    [Function("VoidGrant")]
    [RequiresScope(Scopes.GrantsWrite)]
    public async Task<IResult> Void(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/accounts/{accountId}/grants/{grantId}/void")] HttpRequest request,
        string accountId, string grantId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        ResourceId.Checked(grantId, "grantId");
        var asked = await RequestBody.Read<VoidRequest>(request, cancellation);
        if (string.IsNullOrWhiteSpace(asked.Reason) || asked.Reason.Length > VoidRequest.MaxReasonLength)
            return Problem.Invalid(new Fault("reason", $"Must be 1 to {VoidRequest.MaxReasonLength} characters that are not all blank."));

        var (account, closed) = await writer.Change(
            id, open: false,
            async (_, commit) =>
            {
                if (commit.Account.OpenGrants.FirstOrDefault(grant => grant.Id == grantId) is { Held.Millionths: > 0 } held)
                    throw new ProblemException(GrantProblems.Held(accountId, held));

                commit.Void(grantId, asked.Reason);
                return await grants.FindClosed(grantId, commit, cancellation);
            },
            cancellation);

        return account is null ? Problem.UnknownAccount(accountId)
            : closed is null ? GrantProblems.Unknown(accountId, grantId)
            : closed.Voided > Credits.Zero ? Answer.Ok(VoidedView.Of(accountId, closed))
            : GrantProblems.Closed(accountId, closed);
    }

    private static Grant Give(GrantRequest asked, string grantId, PendingCommit commit)
    {
        // A grant of now is usable in its own commit, which repays overdraft with it.
        var now = commit.BookedAt;
        var grant = asked.ToGrant(grantId, now);

        // Without this a slip, such as last year's date, would turn a purchase into breakage at the next commit.
        if (grant.ExpiresAt <= grant.EffectiveAt || Account.SettlementOf(grant) <= now)
            throw new ProblemException(Problem.Invalid(new Fault("expiresAt", $"{Rfc3339.Write(grant.ExpiresAt!.Value)} has passed; the grant could never burn.")));

        return commit.Grant(grant) is { } refusal ? throw new ProblemException(GrantProblems.Of(refusal)) : grant;
    }
}
