using System.Text.Json;
using Azure.Data.Tables;
using Credits.Packs;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Packs in Table storage: one entity each.</summary>
public sealed class PackStore(TableServiceClient tables)
{
    /// <summary>The table.</summary>
    public const string Table = "packs";

    private const string Partition = "pack";
    private const string Content = "json";

    private readonly TableClient _table = tables.GetTableClient(Table);

    /// <summary>A pack; null when there is none.</summary>
    public async Task<StoredPack?> Find(string id, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, id, cancellationToken: cancellation);
        return found.HasValue ? new(Read(found.Value!), found.Value!.ETag.ToString()) : null;
    }

    /// <summary>Every pack, by id.</summary>
    public async Task<IReadOnlyList<Pack>> List(CancellationToken cancellation)
    {
        var packs = new List<Pack>();
        await foreach (var entity in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellation))
            packs.Add(Read(entity));
        return packs;
    }

    /// <summary>Writes a pack.</summary>
    /// <param name="pack">The whole pack.</param>
    /// <param name="ifMatch">The ETag it must still have; null writes whatever is there.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>The new ETag; null when the pack has changed since.</returns>
    public async Task<string?> Save(Pack pack, string? ifMatch, CancellationToken cancellation)
    {
        var entity = new TableEntity(Partition, pack.Id);
        ChunkedText.Write(entity, Content, PackJson.Write(pack));
        return await GuardedEntity.Save(_table, entity, ifMatch, cancellation);
    }

    private static Pack Read(TableEntity entity)
    {
        using var json = JsonDocument.Parse(ChunkedText.Read(entity, Content));
        var pack = PackJson.Read(entity.RowKey, json.RootElement, out var faults);
        return faults.IsEmpty ? pack : throw new InvalidOperationException($"Pack {entity.RowKey} is stored with a fault at {faults[0].Path}: {faults[0].Message}");
    }
}

/// <summary>A pack as stored.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="ETag">Changes with every write.</param>
public sealed record StoredPack(Pack Pack, string ETag);
