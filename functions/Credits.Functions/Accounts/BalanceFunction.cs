using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Accounts;

/// <summary>Tells what an account has.</summary>
public sealed class BalanceFunction(AccountStore accounts, TimeProvider clock)
{
    /// <summary>The balance of every credit type, and the grants it consists of.</summary>
    [Function("GetBalance")]
    [RequiresScope(Scopes.AccountsRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/balance")] HttpRequest request,
        string accountId, CancellationToken cancellation) =>
        await accounts.Load(ResourceId.Account(accountId), cancellation) is { Account: var account }
            ? Answer.Ok(BalanceView.Of(account, clock.GetUtcNow()))
            : Problem.UnknownAccount(accountId);
}
