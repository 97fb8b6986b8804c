using System.Collections.Immutable;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Credits.Rating;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Rate cards in Table storage: one entity for the draft and one for each published version, which never changes.</summary>
public sealed class RateCardStore(TableServiceClient tables)
{
    /// <summary>The table.</summary>
    public const string Table = "ratecards";

    private const string DraftRow = "draft";
    private const string VersionRow = "v";
    private const string AfterVersions = "w";
    private const string Content = "json";
    private const string EffectiveFrom = "effectiveFrom";
    private const string PublishedAt = "publishedAt";
    private const string Number = "number";

    private readonly TableClient _table = tables.GetTableClient(Table);

    /// <summary>A card's draft; null when there is none.</summary>
    public async Task<RateCardDraft?> FindDraft(string id, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(id, DraftRow, cancellationToken: cancellation);
        return found.HasValue ? new(ReadPrices(found.Value!), found.Value!.ETag.ToString()) : null;
    }

    /// <summary>Writes a card's draft.</summary>
    /// <param name="id">The card.</param>
    /// <param name="prices">The whole draft.</param>
    /// <param name="ifMatch">The ETag the draft must still have; null writes whatever is there.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>The new ETag; null when the draft has changed since.</returns>
    public async Task<string?> SaveDraft(string id, PriceList prices, string? ifMatch, CancellationToken cancellation)
    {
        var entity = new TableEntity(id, DraftRow);
        WritePrices(entity, prices);
        return await GuardedEntity.Save(_table, entity, ifMatch, cancellation);
    }

    /// <summary>A card with all its published versions; null when none was published.</summary>
    public async Task<RateCard?> Find(string id, CancellationToken cancellation)
    {
        var versions = await Versions(id, cancellation);
        return versions.IsEmpty ? null : new(id, versions.Select(published => published.Version));
    }

    /// <summary>A card's published versions, by number.</summary>
    public async Task<ImmutableArray<PublishedVersion>> Versions(string id, CancellationToken cancellation)
    {
        var versions = ImmutableArray.CreateBuilder<PublishedVersion>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {id} and RowKey ge {VersionRow} and RowKey lt {AfterVersions}");
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            var version = new RateCardVersion(
                id, entity.GetInt32(Number)!.Value, DateTimeOffset.Parse(entity.GetString(EffectiveFrom)), ReadPrices(entity));
            versions.Add(new(version, DateTimeOffset.Parse(entity.GetString(PublishedAt))));
        }

        return versions.ToImmutable();
    }

    /// <summary>Adds a version. Its number must be the next one.</summary>
    /// <returns>False when somebody else has published that number meanwhile.</returns>
    public async Task<bool> TryPublish(PublishedVersion published, CancellationToken cancellation)
    {
        var version = published.Version;
        var entity = new TableEntity(version.RateCard, $"{VersionRow}{version.Number:D6}")
        {
            [Number] = version.Number,
            // As text: a table's own times lose the last digit of a tick.
            [EffectiveFrom] = version.EffectiveFrom.ToString("O"),
            [PublishedAt] = published.PublishedAt.ToString("O"),
        };
        WritePrices(entity, version.Prices);
        try
        {
            await _table.AddEntityAsync(entity, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    private static void WritePrices(TableEntity entity, PriceList prices) => ChunkedText.Write(entity, Content, RateCardJson.Write(prices));

    private static PriceList ReadPrices(TableEntity entity)
    {
        using var json = JsonDocument.Parse(ChunkedText.Read(entity, Content));
        var prices = RateCardJson.Read(json.RootElement, out var faults, out var readable);

        // What was published by the rules of then still counts by rules that came later.
        return readable || entity.RowKey == DraftRow
            ? prices
            : throw new InvalidOperationException($"Version {entity.RowKey} of rate card {entity.PartitionKey} is stored with a fault at {faults[0].Path}: {faults[0].Message}");
    }
}

/// <summary>Prices that are not published yet.</summary>
/// <param name="Prices">May still have faults.</param>
/// <param name="ETag">Changes with every write.</param>
public sealed record RateCardDraft(PriceList Prices, string ETag);

/// <summary>A rate card version and when it was published.</summary>
public sealed record PublishedVersion(RateCardVersion Version, DateTimeOffset PublishedAt);
