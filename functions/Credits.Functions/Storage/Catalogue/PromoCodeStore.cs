using System.Text.Json;
using Azure.Data.Tables;
using Credits.Promos;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Promo codes in Table storage: one entity each. How often each was redeemed stands apart, in <see cref="PromoPlaceStore"/>, so that no change of a code can touch it.</summary>
public sealed class PromoCodeStore(TableServiceClient tables)
{
    /// <summary>The table.</summary>
    public const string Table = "promocodes";

    private const string Partition = "code";
    private const string Content = "json";

    private readonly TableClient _table = tables.GetTableClient(Table);

    /// <summary>A promo code; null when there is none.</summary>
    public async Task<StoredPromoCode?> Find(string code, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, code, cancellationToken: cancellation);
        return found.HasValue ? new(Read(found.Value!), found.Value!.ETag.ToString()) : null;
    }

    /// <summary>Promo codes in the order of their codes.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">The most to answer.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>A page, and whether there are more.</returns>
    public async Task<(IReadOnlyList<PromoCode> Codes, bool More)> List(string? after, int limit, CancellationToken cancellation)
    {
        var codes = new List<PromoCode>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {after ?? ""}");
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, limit + 1, cancellationToken: cancellation))
        {
            if (codes.Count == limit) return (codes, true);
            codes.Add(Read(entity));
        }

        return (codes, false);
    }

    /// <summary>Writes a promo code.</summary>
    /// <param name="promo">The whole promo code.</param>
    /// <param name="ifMatch">The ETag it must still have; null writes whatever is there.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>The new ETag; null when the promo code has changed since.</returns>
    public async Task<string?> Save(PromoCode promo, string? ifMatch, CancellationToken cancellation)
    {
        var entity = new TableEntity(Partition, promo.Code);
        ChunkedText.Write(entity, Content, PromoCodeJson.Write(promo));
        return await GuardedEntity.Save(_table, entity, ifMatch, cancellation);
    }

    private static PromoCode Read(TableEntity entity)
    {
        using var json = JsonDocument.Parse(ChunkedText.Read(entity, Content));
        var promo = PromoCodeJson.Read(entity.RowKey, json.RootElement, out var faults);
        return faults.IsEmpty ? promo : throw new InvalidOperationException($"Promo code {entity.RowKey} is stored with a fault at {faults[0].Path}: {faults[0].Message}");
    }
}

/// <summary>A promo code as stored.</summary>
/// <param name="Code">The promo code.</param>
/// <param name="ETag">Changes with every write, and with no redemption.</param>
public sealed record StoredPromoCode(PromoCode Code, string ETag);
