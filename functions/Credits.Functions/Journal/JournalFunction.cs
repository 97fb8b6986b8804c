using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Journal;

/// <summary>Shows an account's journal.</summary>
public sealed class JournalFunction(AccountStore accounts, JournalStore journal)
{
    // A page holds up to 1,000 entries: a filter that admits few of them must not read a whole journal in one request.
    private const int MaxPagesRead = 50;

    /// <summary>The entries of an account, in order, that pass the filters.</summary>
    [Function("GetJournal")]
    [RequiresScope(Scopes.JournalRead)]
    [TakesParameters]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/journal")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var query = JournalQuery.Of(request.Query);
        if (await accounts.Load(id, cancellation) is not { } session) return Problem.UnknownAccount(accountId);

        var entries = new List<EntryView>();
        if (query.Event is { } identity && await journal.FindBooking(session, identity, cancellation) is { } found)
        {
            if (query.Admits(found) && query.IsInTime(found)) entries.Add(EntryView.Of(found));
            return Answered(next: null);
        }

        var pagesRead = 0;
        await foreach (var page in journal.Read(id, query.FirstSequence, query.From, query.To, cancellation))
        {
            if (pagesRead++ == MaxPagesRead) return Answered(page[0].Sequence);

            foreach (var entry in page)
            {
                if (!query.Admits(entry)) continue;
                if (entries.Count == query.Limit) return Answered(entry.Sequence);
                entries.Add(EntryView.Of(entry));
            }
        }

        return Answered(next: null);

        Answer Answered(long? next) => Answer.Ok(new JournalView(accountId, entries, next is { } sequence ? JournalCursor.Of(sequence) : null));
    }
}
