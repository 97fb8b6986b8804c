using Credits.Accounts;
using Credits.Checks;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Grants;
using Credits.Limits;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Checks;

/// <summary>Sets how many credits may be burned in a day, a week or a month. Counting starts when a cap is first set.</summary>
public sealed class CapFunctions(AccountReader accounts, AccountWriter writer, PlanCatalogue plans, TimeProvider clock)
{
    /// <summary>The caps of an account, its plan's too, and how far each is used up.</summary>
    [Function("GetCaps")]
    [RequiresScope(Scopes.AccountsRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/caps")] HttpRequest request,
        string accountId, CancellationToken cancellation) =>
        await accounts.Find(ResourceId.Account(accountId), clock.GetUtcNow(), cancellation) is { } account ? await Answered(account, cancellation) : Problem.UnknownAccount(accountId);

    /// <summary>Replaces the operator's caps.</summary>
    [Function("PutCaps")]
    [RequiresScope(Scopes.AccountsWrite)]
    public Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/accounts/{accountId}/caps")] HttpRequest request,
        string accountId, CancellationToken cancellation) => Replace(request, accountId, SetBy.Operator, cancellation);

    /// <summary>Replaces the customer's own caps. They only tighten: beside them the operator's still count.</summary>
    [Function("PutOwnCaps")]
    [RequiresScope(Scopes.CapsWrite)]
    public Task<IResult> PutOwn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/accounts/{accountId}/caps/own")] HttpRequest request,
        string accountId, CancellationToken cancellation) => Replace(request, accountId, SetBy.Customer, cancellation);

    private async Task<IResult> Replace(HttpRequest request, string accountId, SetBy setter, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.Read<CapsRequest>(request, cancellation);
        if (asked.Faults() is { Count: > 0 } faults) return Problem.Invalid(faults);

        var (account, _) = await writer.Change(
            id, open: false,
            (_, commit) =>
            {
                var settings = commit.Account.Settings;
                var caps = asked.Replace(settings.Limits.Caps, setter);
                if (caps.Length > Cap.MaxCaps) throw new ProblemException(Problem.Invalid(new Fault("caps", $"With the others' caps there can be at most {Cap.MaxCaps}, not {caps.Length}.")));

                commit.Configure(settings with { Limits = settings.Limits with { Caps = caps } });
                return Task.FromResult(true);
            },
            cancellation);
        return account is null ? Problem.UnknownAccount(accountId) : await Answered(account, cancellation);
    }

    private async Task<Answer> Answered(Account account, CancellationToken cancellation)
    {
        var (now, plan) = (clock.GetUtcNow(), await plans.Of(account, cancellation));
        CreditType[] types = account.Totals.IsEmpty ? [CreditType.Default] : [.. account.Totals.Select(totals => totals.CreditType)];
        var caps = account.Settings.LimitsUnder(plan).Caps.SelectMany(cap => types.Select(type => cap.Scope.EachMember
            ? CapView.Of(cap, type, cap.Window.EndOf(now, account.Settings.Calendar))
            : CapView.Of(Check.StateOf(account, cap, type, cap.Scope.Meter, cap.Scope.Member, now), type)));
        return Answer.Ok(new CapsView(account.Id.Value, now, [.. caps]));
    }
}
