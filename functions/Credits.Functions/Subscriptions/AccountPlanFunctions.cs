using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Subscriptions;

/// <summary>Puts an account on a plan, now or later.</summary>
public sealed class AccountPlanFunctions(AccountReader accounts, AccountWriter writer, PlanCatalogue plans, TimeProvider clock)
{
    /// <summary>The plan of an account, its period, and what comes after.</summary>
    [Function("GetAccountPlan")]
    [RequiresScope(Scopes.AccountsRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/plan")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return await accounts.Find(ResourceId.Account(accountId), now, cancellation) is { } account ? Answer.Ok(AccountPlanView.Of(account, now)) : Problem.UnknownAccount(accountId);
    }

    /// <summary>Changes the plan of an account. What was scheduled of plans before is off. Doing it twice does it once.</summary>
    [Function("PutAccountPlan")]
    [RequiresScope(Scopes.AccountsWrite)]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/accounts/{accountId}/plan")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.Read<AccountPlanRequest>(request, cancellation);
        if (asked.Faults() is { Count: > 0 } faults) return Problem.Invalid(faults);
        if (asked.PlanId is { } plan && await plans.Latest(plan, cancellation) is null)
            return Problem.Invalid(new Fault("plan", $"There is no plan '{plan}'; make it with PUT /api/v1/plans/{plan}."));

        var (account, _) = await writer.Change(
            id, open: false,
            (_, commit) =>
            {
                commit.Configure(asked.AppliedTo(commit.Account, commit.BookedAt));
                return Task.FromResult(true);
            },
            cancellation);
        return account is null ? Problem.UnknownAccount(accountId) : Answer.Ok(AccountPlanView.Of(account, clock.GetUtcNow()));
    }
}
