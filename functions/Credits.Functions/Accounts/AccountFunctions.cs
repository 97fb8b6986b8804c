using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Accounts;

/// <summary>Opens accounts and changes their settings.</summary>
public sealed class AccountFunctions(AccountReader accounts, AccountWriter writer, PlanCatalogue plans, TimeProvider clock)
{
    /// <summary>Opens an account, or changes the settings of one. Doing it twice does it once.</summary>
    [Function("PutAccount")]
    [RequiresScope(Scopes.AccountsWrite)]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/accounts/{accountId}")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.ReadOptional(request, new AccountRequest(), cancellation);
        var isPlanUnknown = asked.AskedPlan is { } plan && await plans.Latest(plan, cancellation) is null;

        var (account, opened) = await writer.Change(
            id, open: true,
            (session, commit) =>
            {
                if (!SettingsTag.IsMatchedBy(request.Headers.IfMatch, session.Exists ? commit.Account.Settings : null))
                    throw new ProblemException(Problem.PreconditionFailed($"Account '{id}'"));

                var settings = asked.AppliedTo(commit.Account.Settings, isPlanUnknown, out var faults);
                if (faults.Count > 0) throw new ProblemException(Problem.Invalid(faults));

                commit.Configure(settings);
                return Task.FromResult(!session.Exists);
            },
            cancellation);

        var view = AccountView.Of(account!);
        return (opened ? Answer.Created(view) : Answer.Ok(view)).With("ETag", SettingsTag.Of(account!.Settings));
    }

    /// <summary>An account's settings.</summary>
    [Function("GetAccount")]
    [RequiresScope(Scopes.AccountsRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}")] HttpRequest request,
        string accountId, CancellationToken cancellation) =>
        await accounts.Find(ResourceId.Account(accountId), clock.GetUtcNow(), cancellation) is { } account
            ? Answer.Ok(AccountView.Of(account)).With("ETag", SettingsTag.Of(account.Settings))
            : Problem.UnknownAccount(accountId);
}
