using Azure;
using Azure.Data.Tables;
using Credits.Grants;
using Credits.Periods;

namespace Credits.Functions.Storage.Payments;

/// <summary>Purchases, and the payment provider's customers, in Table storage: a partition an account.</summary>
/// <remarks>
/// Not in the account's partition of Cosmos DB: no credits move by them, so they need no part in a commit, and each is written a few times and read by its key.
/// Whatever is lost of them between a commit and their write, the next webhook of the payment writes again.
/// </remarks>
public sealed class PurchaseStore(TableServiceClient tables)
{
    /// <summary>The table.</summary>
    public const string Table = "purchases";

    private const string Prefix = "purchase-";
    private const string AfterPrefix = "purchase.";
    private const string CustomerRow = "customer";

    private readonly TableClient _table = tables.GetTableClient(Table);

    /// <summary>A purchase; null when there is none.</summary>
    public async Task<Purchase?> Find(AccountId account, string id, CancellationToken cancellation) => (await Read(account, id, cancellation))?.Purchase;

    /// <summary>An account's purchases, newest first.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">The most to answer.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>A page, and whether there are more.</returns>
    public async Task<(IReadOnlyList<Purchase> Purchases, bool More)> List(AccountId account, PurchasePlace? after, int limit, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {account.Value} and RowKey gt {Prefix} and RowKey lt {AfterPrefix}");
        if (after is not null) filter += " and " + TableClient.CreateQueryFilter($"createdAt le {after.CreatedAt}");

        // They stand by id, so that each page goes through all that are older; it keeps no more of them than it answers, and one.
        var newest = new SortedSet<Purchase>(Comparer<Purchase>.Create((left, right) => PurchasePlace.NewestFirst.Compare(left.Place, right.Place)));
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            var purchase = FromEntity(entity);
            if (after is not null && PurchasePlace.NewestFirst.Compare(purchase.Place, after) <= 0) continue;

            newest.Add(purchase);
            if (newest.Count > limit + 1) newest.Remove(newest.Max!);
        }

        return ([.. newest.Take(limit)], newest.Count > limit);
    }

    /// <summary>The purchases of an account that were begun by themselves and are open, or were begun or last attempted since a moment, newest first.</summary>
    /// <remarks>An account may have bought for years; what is over long ago stays in the store.</remarks>
    public async Task<IReadOnlyList<Purchase>> ListAutomatic(AccountId account, DateTimeOffset since, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {account.Value} and RowKey gt {Prefix} and RowKey lt {AfterPrefix} and automatic eq {true} and (state eq {nameof(PurchaseState.Open)} or createdAt ge {since} or attemptedAt ge {since})");
        return await Read(filter, cancellation);
    }

    /// <summary>Purchases of every account that were begun in an interval, by account and id.</summary>
    /// <param name="from">The first moment.</param>
    /// <param name="until">The first moment that is none of it any more.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">The most to answer.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>A page, and whether there are more.</returns>
    public async Task<(IReadOnlyList<Purchase> Purchases, bool More)> List(DateTimeOffset from, DateTimeOffset until, PurchaseKey? after, int limit, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"createdAt ge {from} and createdAt lt {until} and RowKey gt {Prefix} and RowKey lt {AfterPrefix}");
        if (after is var (account, id))
            filter += $" and ({TableClient.CreateQueryFilter($"PartitionKey gt {account.Value}")} or ({TableClient.CreateQueryFilter($"PartitionKey eq {account.Value} and RowKey gt {Prefix + id}")}))";

        var purchases = new List<Purchase>();
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, limit + 1, cancellationToken: cancellation))
        {
            if (purchases.Count == limit) return (purchases, true);
            purchases.Add(FromEntity(entity));
        }

        return (purchases, false);
    }

    /// <summary>Keeps a new purchase.</summary>
    /// <returns>The purchase; the one that has its id already, if there is one.</returns>
    public async Task<Purchase> Add(Purchase purchase, CancellationToken cancellation)
    {
        try
        {
            await _table.AddEntityAsync(ToEntity(purchase), cancellation);
            return purchase;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return (await Find(purchase.Account, purchase.Id, cancellation))!;
        }
    }

    /// <summary>Changes a purchase as it is now.</summary>
    /// <returns>The purchase after it; null when there is none.</returns>
    public async Task<Purchase?> Change(AccountId account, string id, Func<Purchase, Purchase> change, CancellationToken cancellation)
    {
        while (true)
        {
            if (await Read(account, id, cancellation) is not var (before, etag)) return null;

            var after = change(before);
            if (after == before) return before;

            try
            {
                await _table.UpdateEntityAsync(ToEntity(after), etag, TableUpdateMode.Replace, cancellation);
                return after;
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                // Somebody else changed it: decide again on what it is now.
            }
        }
    }

    /// <summary>The provider's customer of an account; null when none was made.</summary>
    public async Task<string?> FindCustomer(AccountId account, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(account.Value, CustomerRow, cancellationToken: cancellation);
        return found.HasValue ? found.Value!.GetString("customer") : null;
    }

    /// <summary>Keeps the provider's customer of an account.</summary>
    public Task SaveCustomer(AccountId account, string customer, CancellationToken cancellation) =>
        _table.UpsertEntityAsync(new TableEntity(account.Value, CustomerRow) { ["customer"] = customer }, TableUpdateMode.Replace, cancellation);

    private async Task<IReadOnlyList<Purchase>> Read(string filter, CancellationToken cancellation)
    {
        var purchases = new List<Purchase>();
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) purchases.Add(FromEntity(entity));
        return [.. purchases.OrderByDescending(purchase => purchase.CreatedAt).ThenBy(purchase => purchase.Id, StringComparer.Ordinal)];
    }

    private async Task<(Purchase Purchase, ETag ETag)?> Read(AccountId account, string id, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(account.Value, Prefix + id, cancellationToken: cancellation);
        return found.HasValue ? (FromEntity(found.Value!), found.Value!.ETag) : null;
    }

    private static TableEntity ToEntity(Purchase purchase)
    {
        var offer = purchase.Offer;
        return new(purchase.Account.Value, Prefix + purchase.Id)
        {
            ["pack"] = offer.PackId,
            ["quantity"] = offer.Quantity,
            ["priceOfOne"] = offer.PriceOfOne.Amount,
            ["currency"] = offer.PriceOfOne.Currency,
            ["creditType"] = offer.CreditType.Value,
            ["credits"] = offer.Credits.Millionths,
            ["lifetime"] = offer.Lifetime?.ToString(),
            ["bonus"] = offer.Bonus.Millionths,
            ["bonusLifetime"] = offer.BonusLifetime?.ToString(),
            ["priority"] = offer.Priority,
            ["successUrl"] = purchase.SuccessUrl,
            ["cancelUrl"] = purchase.CancelUrl,
            ["createdAt"] = purchase.CreatedAt,
            ["state"] = purchase.State.ToString(),
            ["url"] = purchase.Url,
            ["payment"] = purchase.Payment,
            ["automatic"] = purchase.IsAutomatic,
            ["key"] = purchase.Key,
            ["paymentMethod"] = purchase.PaymentMethod,
            ["attemptedAt"] = purchase.AttemptedAt,
            ["attempted"] = purchase.Attempted,
            ["back"] = purchase.Back,
            ["asOf"] = purchase.AsOf,
        };
    }

    private static Purchase FromEntity(TableEntity entity) => new()
    {
        Id = entity.RowKey[Prefix.Length..],
        Account = AccountId.Parse(entity.PartitionKey),
        Offer = new(entity.GetString("pack"), entity.GetInt32("quantity")!.Value, new(entity.GetInt64("priceOfOne")!.Value, entity.GetString("currency")), Credits.FromMillionths(entity.GetInt64("credits")!.Value))
        {
            CreditType = CreditType.Parse(entity.GetString("creditType")),
            Lifetime = TermOf(entity.GetString("lifetime")),
            Bonus = Credits.FromMillionths(entity.GetInt64("bonus")!.Value),
            BonusLifetime = TermOf(entity.GetString("bonusLifetime")),
            Priority = entity.GetInt32("priority")!.Value,
        },
        SuccessUrl = entity.GetString("successUrl"),
        CancelUrl = entity.GetString("cancelUrl"),
        CreatedAt = entity.GetDateTimeOffset("createdAt")!.Value,
        State = Enum.Parse<PurchaseState>(entity.GetString("state")),
        Url = entity.GetString("url"),
        Payment = entity.GetString("payment"),
        IsAutomatic = entity.GetBoolean("automatic") ?? false,
        Key = entity.GetString("key"),
        PaymentMethod = entity.GetString("paymentMethod"),
        AttemptedAt = entity.GetDateTimeOffset("attemptedAt"),
        Attempted = entity.GetString("attempted"),
        Back = entity.GetInt64("back")!.Value,
        AsOf = entity.GetInt64("asOf")!.Value,
    };

    private static Term? TermOf(string? text) =>
        text is null ? null : Term.TryParse(text, out var term) ? term : throw new InvalidOperationException($"A purchase is stored with '{text}', which is no term.");
}

/// <summary>Where a purchase stands among those of its account, newest first.</summary>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="Id">Its id; of those of one moment the least comes first.</param>
public sealed record PurchasePlace(DateTimeOffset CreatedAt, string Id)
{
    /// <summary>The order of purchases in which they are listed.</summary>
    public static Comparer<PurchasePlace> NewestFirst { get; } = Comparer<PurchasePlace>.Create(
        (left, right) => right.CreatedAt.CompareTo(left.CreatedAt) is not 0 and var later ? later : string.CompareOrdinal(left.Id, right.Id));
}

/// <summary>Which purchase.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Id">Its id.</param>
public sealed record PurchaseKey(AccountId Account, string Id);
