using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Journal;

/// <summary>Proves an account from its journal.</summary>
public sealed class VerifyFunction(AccountStore accounts, JournalStore journal)
{
    /// <summary>Replays the journal from zero and compares. Reads all of it, so it takes as long as the journal is.</summary>
    [Function("GetVerification")]
    [RequiresScope(Scopes.JournalRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/verify")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        return await accounts.Load(id, cancellation) is { Account: var account }
            ? Answer.Ok(await Verification.Of(account, journal.Read(id, fromSequence: 1, bookedFrom: null, bookedBefore: null, cancellation)))
            : Problem.UnknownAccount(accountId);
    }
}
