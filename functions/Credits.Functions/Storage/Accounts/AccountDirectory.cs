using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Lists accounts, over all partitions.</summary>
public sealed class AccountDirectory(Container container)
{
    private const int PageSize = 500;

    /// <summary>A page of accounts, in the store's own order.</summary>
    /// <param name="cursor">Where an earlier page ended; null for the first.</param>
    /// <param name="limit">The most accounts of a page; there may be fewer though more follow.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>The page, null when the cursor is none of the store's; and what asks for the next one, null at the end.</returns>
    public Task<(IReadOnlyList<AccountId>? Accounts, string? Cursor)> List(string? cursor, int limit, CancellationToken cancellation) =>
        Page(new QueryDefinition("SELECT c.accountId FROM c WHERE c.kind = @kind").WithParameter("@kind", AccountDocument.DocumentKind), cursor, limit, cancellation);

    /// <summary>A page of the accounts that are on a plan, in the store's own order.</summary>
    /// <inheritdoc cref="List" path="/returns"/>
    public Task<(IReadOnlyList<AccountId>? Accounts, string? Cursor)> OnPlan(string plan, string? cursor, int limit, CancellationToken cancellation) =>
        Page(new QueryDefinition("SELECT c.accountId FROM c WHERE c.settings.plan = @plan").WithParameter("@plan", plan), cursor, limit, cancellation);

    /// <summary>The accounts that time alone changes by a moment: a hold has lapsed or a grant's expiry is to be booked. One indexed query, a page at a time.</summary>
    public IAsyncEnumerable<IReadOnlyList<AccountId>> Due(DateTimeOffset at, CancellationToken cancellation) =>
        Query(new QueryDefinition("SELECT c.accountId FROM c WHERE c.nextDueAt <= @at").WithParameter("@at", at.ToUnixTimeMilliseconds()), cancellation);

    /// <summary>Of the accounts that time alone changes by a moment, those that it changes after another.</summary>
    public IAsyncEnumerable<IReadOnlyList<AccountId>> Due(DateTimeOffset after, DateTimeOffset at, CancellationToken cancellation) =>
        Query(
            new QueryDefinition("SELECT c.accountId FROM c WHERE c.nextDueAt > @after AND c.nextDueAt <= @at")
                .WithParameter("@after", after.ToUnixTimeMilliseconds()).WithParameter("@at", at.ToUnixTimeMilliseconds()),
            cancellation);

    /// <summary>The accounts of which something was booked by a moment that may not have been told yet.</summary>
    public IAsyncEnumerable<IReadOnlyList<AccountId>> Untold(DateTimeOffset at, CancellationToken cancellation) =>
        Query(new QueryDefinition("SELECT c.accountId FROM c WHERE c.untoldSince <= @at").WithParameter("@at", at.ToUnixTimeMilliseconds()), cancellation);

    /// <summary>The accounts that are at the level of their automatic top-up, or below.</summary>
    public IAsyncEnumerable<IReadOnlyList<AccountId>> ToTopUp(CancellationToken cancellation) =>
        Query(new QueryDefinition("SELECT c.accountId FROM c WHERE c.topUp = @reached").WithParameter("@reached", AccountDocument.TopUpReached), cancellation);

    private async Task<(IReadOnlyList<AccountId>? Accounts, string? Cursor)> Page(QueryDefinition query, string? cursor, int limit, CancellationToken cancellation)
    {
        using var feed = container.GetItemQueryStreamIterator(query, cursor, new QueryRequestOptions { MaxItemCount = limit });
        if (!feed.HasMoreResults) return ([], null);

        using var response = await feed.ReadNextAsync(cancellation);
        if (cursor is not null && response.StatusCode == HttpStatusCode.BadRequest) return (null, null);
        response.EnsureSuccessStatusCode();
        return (await Ids(response, cancellation), response.ContinuationToken);
    }

    private async IAsyncEnumerable<IReadOnlyList<AccountId>> Query(QueryDefinition query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var feed = container.GetItemQueryStreamIterator(query, requestOptions: new() { MaxItemCount = PageSize });
        while (feed.HasMoreResults)
        {
            using var response = await feed.ReadNextAsync(cancellation);
            response.EnsureSuccessStatusCode();
            yield return await Ids(response, cancellation);
        }
    }

    private static async Task<IReadOnlyList<AccountId>> Ids(ResponseMessage response, CancellationToken cancellation)
    {
        using var page = await JsonDocument.ParseAsync(response.Content, cancellationToken: cancellation);
        return [.. page.RootElement.GetProperty("Documents").EnumerateArray().Select(document => AccountId.Parse(document.GetProperty("accountId").GetString()!))];
    }
}
