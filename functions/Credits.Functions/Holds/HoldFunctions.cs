using Credits.Booking;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Holds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Holds;

/// <summary>Sets credits aside for work whose cost is not known yet, and gives them back.</summary>
public sealed class HoldFunctions(AccountStore accounts, AccountWriter writer, HoldPlacement placement, TimeProvider clock)
{
    /// <summary>Sets credits aside. The same hold again sets nothing more aside and is answered with 200.</summary>
    [Function("PostHold")]
    [RequiresScope(Scopes.HoldsWrite)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/accounts/{accountId}/holds")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.Read<HoldRequest>(request, cancellation);
        if (asked.Faults() is { Count: > 0 } faults) return Problem.Invalid(faults);

        var holdId = asked.Id ?? ChosenId.For(request);
        var (account, view) = await writer.Change(
            id, open: false,
            async (_, commit) =>
            {
                if (await Find(id, holdId, commit, cancellation) is not { } earlier)
                    return (View: HoldView.Of(accountId, await placement.Place(asked, holdId, commit, cancellation), commit.BookedAt), IsNew: true);

                return asked.IsMetBy(earlier.Hold) ? (earlier.View, IsNew: false) : throw new ProblemException(HoldProblems.Exists(accountId, holdId));
            },
            cancellation);

        return account is null ? Problem.UnknownAccount(accountId) : view.IsNew ? Answer.Created(view.View) : Answer.Ok(view.View);
    }

    /// <summary>A hold, open or ended.</summary>
    [Function("GetHold")]
    [RequiresScope(Scopes.AccountsRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/holds/{holdId}")] HttpRequest request,
        string accountId, string holdId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        ResourceId.Checked(holdId, "holdId");
        if (await accounts.Load(id, cancellation) is not { Account: var account }) return Problem.UnknownAccount(accountId);
        if (account.FindHold(holdId) is { } open) return Answer.Ok(HoldView.Of(accountId, open, clock.GetUtcNow()));

        return await accounts.FindClosedHold(id, holdId, cancellation) is { } closed ? Answer.Ok(HoldView.Of(accountId, closed)) : HoldProblems.Unknown(accountId, holdId);
    }

    /// <summary>Gives a hold up: its credits are free again. Doing it twice does it once.</summary>
    [Function("DeleteHold")]
    [RequiresScope(Scopes.HoldsWrite)]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/accounts/{accountId}/holds/{holdId}")] HttpRequest request,
        string accountId, string holdId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        ResourceId.Checked(holdId, "holdId");
        var (account, known) = await writer.Change(
            id, open: false,
            async (_, commit) => commit.Release(holdId) || await Find(id, holdId, commit, cancellation) is not null,
            cancellation);

        return account is null ? Problem.UnknownAccount(accountId) : known ? Answer.NoContent() : HoldProblems.Unknown(accountId, holdId);
    }

    // Open, ended by this very commit, or ended before.
    private async Task<(Hold Hold, HoldView View)?> Find(AccountId account, string holdId, PendingCommit commit, CancellationToken cancellation)
    {
        if (commit.Account.FindHold(holdId) is { } open) return (open, HoldView.Of(account.Value, open, commit.BookedAt));

        var closed = commit.ClosedHolds.FirstOrDefault(closed => closed.Hold.Id == holdId) ?? await accounts.FindClosedHold(account, holdId, cancellation);
        return closed is null ? null : (closed.Hold, HoldView.Of(account.Value, closed));
    }
}
