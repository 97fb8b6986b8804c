using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;

namespace Credits.Functions.Storage.Alerts;

/// <summary>Deliveries in Table storage: a partition an owner, newest first. Beside each stands what makes it the only one of its alert and endpoint.</summary>
public sealed class DeliveryStore(TableServiceClient tables)
{
    /// <summary>The table.</summary>
    public const string Table = "deliveries";

    // After every id, which begin with digits.
    private const string OncePrefix = "once-";

    private readonly TableClient _table = tables.GetTableClient(Table);

    /// <summary>A delivery; null when there is none.</summary>
    public async Task<StoredDelivery?> Find(AlertOwner owner, string id, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(owner.Partition, id, cancellationToken: cancellation);
        return found.HasValue ? new(FromEntity(found.Value!), found.Value!.ETag) : null;
    }

    /// <summary>The id of the delivery of an alert to an endpoint; null when there is none.</summary>
    public async Task<string?> FindId(AlertOwner owner, string eventId, string endpointId, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(owner.Partition, OncePrefix + Delivery.KeyOf(eventId, endpointId), cancellationToken: cancellation);
        return found.HasValue ? found.Value!.GetString("delivery") : null;
    }

    /// <summary>Keeps a new delivery; false when there is one of the same alert to the same endpoint.</summary>
    public async Task<bool> TryAdd(Delivery delivery, CancellationToken cancellation)
    {
        try
        {
            await _table.SubmitTransactionAsync(
                [new(TableTransactionActionType.Add, Once(delivery)), new(TableTransactionActionType.Add, ToEntity(delivery))], cancellation);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    /// <summary>Writes a delivery if it is still as it was seen.</summary>
    /// <returns>Whether it was.</returns>
    public async Task<bool> TryReplace(StoredDelivery seen, Delivery after, CancellationToken cancellation)
    {
        try
        {
            await _table.UpdateEntityAsync(ToEntity(after), seen.ETag, TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Changes a delivery as it is now; when somebody else changes it at the same time, decides again.</summary>
    /// <returns>The delivery after it; null when there is none.</returns>
    public async Task<Delivery?> Change(AlertOwner owner, string id, Func<Delivery, Delivery> change, CancellationToken cancellation)
    {
        while (await Find(owner, id, cancellation) is { } seen)
        {
            var after = change(seen.Delivery);
            if (after == seen.Delivery || await TryReplace(seen, after, cancellation)) return after;
        }

        return null;
    }

    /// <summary>Removes a delivery if it is still as it was seen.</summary>
    /// <returns>Whether it was.</returns>
    public async Task<bool> TryRemove(StoredDelivery seen, CancellationToken cancellation)
    {
        try
        {
            var (owner, id) = (seen.Delivery.Owner.Partition, seen.Delivery.Id);
            await _table.SubmitTransactionAsync(
                [new(TableTransactionActionType.Delete, new TableEntity(owner, id), seen.ETag), new(TableTransactionActionType.Delete, Once(seen.Delivery), ETag.All)], cancellation);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Deliveries of an owner, newest first.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="endpoint">Only those to this endpoint; null for all.</param>
    /// <param name="state">Only those that have come so far; null for all.</param>
    /// <param name="after">The last one of the previous page; null for the first page.</param>
    /// <param name="limit">The most to answer.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>A page, and whether there are more.</returns>
    public async Task<(ImmutableArray<Delivery> Deliveries, bool More)> List(
        AlertOwner owner, string? endpoint, DeliveryState? state, string? after, int limit, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {owner.Partition} and RowKey gt {after ?? ""} and RowKey lt {OncePrefix}");
        if (endpoint is not null) filter += " and " + TableClient.CreateQueryFilter($"endpoint eq {endpoint}");
        if (state is { } only) filter += " and " + TableClient.CreateQueryFilter($"state eq {only.ToString()}");

        var deliveries = ImmutableArray.CreateBuilder<Delivery>(limit);
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, maxPerPage: limit + 1, cancellationToken: cancellation))
        {
            if (deliveries.Count == limit) return (deliveries.ToImmutable(), More: true);
            deliveries.Add(FromEntity(entity));
        }

        return (deliveries.ToImmutable(), More: false);
    }

    private static TableEntity Once(Delivery delivery) =>
        new(delivery.Owner.Partition, OncePrefix + Delivery.KeyOf(delivery.EventId, delivery.EndpointId)) { ["delivery"] = delivery.Id };

    private static TableEntity ToEntity(Delivery delivery)
    {
        var entity = new TableEntity(delivery.Owner.Partition, delivery.Id)
        {
            ["endpoint"] = delivery.EndpointId,
            ["event"] = delivery.EventId,
            ["type"] = delivery.Type,
            ["account"] = delivery.Account?.Value,
            ["createdAt"] = delivery.CreatedAt,
            ["state"] = delivery.State.ToString(),
            ["reason"] = delivery.Reason,
            ["attempts"] = delivery.Attempts,
            ["dueAt"] = delivery.DueAt,
            ["finishedAt"] = delivery.FinishedAt,
            ["status"] = delivery.Status,
            ["answer"] = delivery.Answer,
            ["traceparent"] = delivery.TraceParent,
        };
        Catalogue.ChunkedText.Write(entity, "body", delivery.Body);
        return entity;
    }

    private static Delivery FromEntity(TableEntity entity) => new()
    {
        Owner = AlertOwner.Parse(entity.PartitionKey),
        Id = entity.RowKey,
        EndpointId = entity.GetString("endpoint"),
        EventId = entity.GetString("event"),
        Type = entity.GetString("type"),
        Account = entity.GetString("account") is { } account ? AccountId.Parse(account) : null,
        Body = Catalogue.ChunkedText.Read(entity, "body"),
        CreatedAt = entity.GetDateTimeOffset("createdAt")!.Value,
        State = Enum.Parse<DeliveryState>(entity.GetString("state")),
        Reason = entity.GetString("reason"),
        Attempts = entity.GetInt32("attempts")!.Value,
        DueAt = entity.GetDateTimeOffset("dueAt")!.Value,
        FinishedAt = entity.GetDateTimeOffset("finishedAt"),
        Status = entity.GetInt32("status"),
        Answer = entity.GetString("answer"),
        TraceParent = entity.GetString("traceparent"),
    };
}

/// <summary>A delivery as stored.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="ETag">Changes with every write.</param>
public sealed record StoredDelivery(Delivery Delivery, ETag ETag);
