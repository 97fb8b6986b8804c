using Credits.Accounts;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Journal;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Accounts;

/// <summary>Tells what an account has, or had.</summary>
public sealed class BalanceFunction(AccountReader accounts, JournalStore journal, TimeProvider clock)
{
    private const string AtParameter = "at";

    /// <summary>The balance of every credit type, and the grants it consists of: now, or at a time that has passed.</summary>
    [Function("GetBalance")]
    [RequiresScope(Scopes.AccountsRead)]
    [TakesParameters]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/balance")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var now = clock.GetUtcNow();
        var at = TimeOf(request.Query, now);
        if (await accounts.Find(id, now, cancellation) is not { } account) return Problem.UnknownAccount(accountId);

        return at is { } past
            ? Answer.Ok(BalanceView.Of(await AsItWas(id, account.Sequence, past, cancellation), past))
            : Answer.Ok(BalanceView.Of(account, now));
    }

    private static DateTimeOffset? TimeOf(IQueryCollection query, DateTimeOffset now)
    {
        var faults = query.Keys.Where(name => name != AtParameter).Select(name => new Fault(name, $"Unknown parameter; known is {AtParameter}.")).ToList();
        DateTimeOffset time = default;
        if (query.TryGetValue(AtParameter, out var text))
        {
            if (!Rfc3339.TryParse(text, out time)) faults.Add(new(AtParameter, $"Must be an RFC 3339 time with an offset, such as 2026-01-31T12:00:00Z, but is '{text}'; a plus sign is written %2B in a URL."));
            else if (time > now) faults.Add(new(AtParameter, $"{Rfc3339.Write(time)} has not come yet."));
        }

        return faults.Count > 0 ? throw new ProblemException(Problem.Invalid(faults)) : query.ContainsKey(AtParameter) ? time : null;
    }

    // The same replay that proves an account, stopped at a time.
    private async Task<Account> AsItWas(AccountId id, long through, DateTimeOffset at, CancellationToken cancellation)
    {
        using var replay = new Replay(id);
        await foreach (var page in journal.Read(id, fromSequence: 1, bookedFrom: null, bookedBefore: null, cancellation))
        {
            if (page[0].BookedAt > at || page[0].Sequence > through) break;
            foreach (var entry in page) replay.Add(entry);
        }

        return replay.Account;
    }
}
