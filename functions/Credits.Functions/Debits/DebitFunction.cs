using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Usage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Debits;

/// <summary>Books an event at once and tells what it cost: "this prompt used 12 credits".</summary>
public sealed class DebitFunction(SingleEventReader reader, AccountWriter writer, EventBooker booker)
{
    /// <summary>Books one event by the same path and identity as the event hub's: whichever comes second is the duplicate.</summary>
    [Function("PostDebit")]
    [RequiresScope(Scopes.EventsWrite)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/accounts/{accountId}/debits")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var usage = await reader.Read(request, id, cancellation);
        var (account, outcome) = await writer.Change(
            id, open: false,
            async (session, commit) =>
            {
                var booked = await booker.Book(session, commit, usage, [], cancellation);
                return booked.Refusal is { } refusal ? throw new ProblemException(EventProblems.Refused(refusal)) : booked;
            },
            cancellation);

        return account is null ? Problem.UnknownAccount(accountId)
            : outcome.Booked is { } entry ? Answer.Created(DebitView.Of(account, entry, isDuplicate: false))
            : Answer.Ok(DebitView.Of(account, outcome.Earlier!, isDuplicate: true));
    }
}
