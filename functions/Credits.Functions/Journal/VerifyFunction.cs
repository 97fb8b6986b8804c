using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Journal;

/// <summary>Proves an account from its journal.</summary>
public sealed class VerifyFunction(AccountStore accounts, JournalStore journal, VerificationTurns turns)
{
    private const string RetryAfterSeconds = "5";

    /// <summary>Replays the journal from zero and compares. Reads all of it, so it takes as long as the journal is, and few do so at a time.</summary>
    [Function("GetVerification")]
    [RequiresScope(Scopes.JournalRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/verify")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        using var turn = turns.TryTake(id);
        if (turn is null) return TooMany();

        return await accounts.Load(id, cancellation) is { Account: var account }
            ? Answer.Ok(await Verification.Of(account, journal.Read(id, fromSequence: 1, bookedFrom: null, bookedBefore: null, cancellation)))
            : Problem.UnknownAccount(accountId);
    }

    private static Answer TooMany() =>
        Problem.Of(
            ProblemTypes.TooManyVerifications, StatusCodes.Status429TooManyRequests, "As many journals are verified as may be at a time.",
            "Ask again in a few seconds: an account is verified once at a time, and two accounts by an instance.").With("Retry-After", RetryAfterSeconds);
}
