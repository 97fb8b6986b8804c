using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Credits.Functions.Storage.Alerts;

/// <summary>When each delivery is to be looked at: while it is pending, a while after it is due; once it is over, when it may go.</summary>
/// <remarks>
/// One partition of the deliveries' table, ordered by time, so that whatever needs work is the beginning of it. Only looking moves what stands here, so an attempt
/// costs nothing; a delivery may stand here twice, which only lets it be looked at twice.
/// </remarks>
public sealed class DeliveryAgenda(TableServiceClient tables)
{
    private const string Partition = "agenda";
    private const int TickDigits = 19;

    private readonly TableClient _table = tables.GetTableClient(DeliveryStore.Table);

    /// <summary>Notes when to look at a delivery.</summary>
    public Task Add(AlertOwner owner, string id, DateTimeOffset at, CancellationToken cancellation) =>
        _table.UpsertEntityAsync(ToEntity(owner, id, at), TableUpdateMode.Replace, cancellation);

    /// <summary>What is to be looked at, the longest waiting first.</summary>
    /// <param name="now">By when.</param>
    /// <param name="limit">The most to answer.</param>
    /// <param name="cancellation">Stops the request.</param>
    public async Task<IReadOnlyList<AgendaItem>> Due(DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        var items = new List<AgendaItem>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey lt {Ticks(now)}");
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (items.Count == limit) break;
            items.Add(new(AlertOwner.Parse(entity.GetString("owner")), entity.GetString("delivery"), entity.RowKey));
        }

        return items;
    }

    /// <summary>Puts off until a later time.</summary>
    public async Task Move(AgendaItem item, DateTimeOffset to, CancellationToken cancellation)
    {
        await Add(item.Owner, item.Id, to, cancellation);
        await Remove(item, cancellation);
    }

    /// <summary>Ends looking.</summary>
    public Task Remove(AgendaItem item, CancellationToken cancellation) => _table.DeleteEntityAsync(Partition, item.Key, ETag.All, cancellation);

    private static TableEntity ToEntity(AlertOwner owner, string id, DateTimeOffset at) =>
        new(Partition, $"{Ticks(at)}-{owner}-{id}") { ["owner"] = owner.Partition, ["delivery"] = id };

    private static string Ticks(DateTimeOffset at) => at.UtcTicks.ToString($"D{TickDigits}", CultureInfo.InvariantCulture);
}

/// <summary>A delivery that is to be looked at.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Key">Where it stands.</param>
public sealed record AgendaItem(AlertOwner Owner, string Id, string Key);
