using System.Collections.Concurrent;
using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;

namespace Credits.Functions.Storage.Ingest;

/// <summary>Ingest progress in Table storage: one entity a partition, written once a batch.</summary>
public sealed class IngestStore(TableServiceClient tables, TimeProvider clock)
{
    /// <summary>The table.</summary>
    public const string Table = "ingest";

    private const string Partition = "partition";
    private const int MaxTries = 8;

    private readonly TableClient _table = tables.GetTableClient(Table);
    private readonly ConcurrentDictionary<string, TableEntity> _last = new(StringComparer.Ordinal);

    /// <summary>Adds a batch to its partition's progress.</summary>
    public async Task Advance(string partition, long bookedThrough, IngestOutcomes outcomes, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = _last.TryRemove(partition, out var kept) ? kept : await Find(partition, cancellation);
            var progress = before is null ? new(partition, BookedThrough: -1, default, default) : FromEntity(before);
            var entity = ToEntity(progress with
            {
                BookedThrough = Math.Max(progress.BookedThrough, bookedThrough),
                Outcomes = progress.Outcomes + outcomes,
                UpdatedAt = clock.GetUtcNow(),
            });
            try
            {
                var response = before is null
                    ? await _table.AddEntityAsync(entity, cancellation)
                    : await _table.UpdateEntityAsync(entity, before.ETag, TableUpdateMode.Replace, cancellation);
                entity.ETag = response.Headers.ETag!.Value;
                _last[partition] = entity;
                return;
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412 && attempt < MaxTries)
            {
                // Another instance took the partition over: read what it wrote and add to that.
            }
        }
    }

    /// <summary>Every partition's progress.</summary>
    public async Task<ImmutableArray<IngestProgress>> List(CancellationToken cancellation)
    {
        var all = ImmutableArray.CreateBuilder<IngestProgress>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) all.Add(FromEntity(entity));
        return all.ToImmutable();
    }

    private async Task<TableEntity?> Find(string partition, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, partition, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    private static TableEntity ToEntity(IngestProgress progress) => new(Partition, progress.Partition)
    {
        ["bookedThrough"] = progress.BookedThrough,
        ["booked"] = progress.Outcomes.Booked,
        ["duplicates"] = progress.Outcomes.Duplicates,
        ["deadLettered"] = progress.Outcomes.DeadLettered,
        ["updatedAt"] = progress.UpdatedAt,
    };

    private static IngestProgress FromEntity(TableEntity entity) => new(
        entity.RowKey,
        entity.GetInt64("bookedThrough")!.Value,
        new(entity.GetInt64("booked")!.Value, entity.GetInt64("duplicates")!.Value, entity.GetInt64("deadLettered")!.Value),
        entity.GetDateTimeOffset("updatedAt")!.Value);
}
