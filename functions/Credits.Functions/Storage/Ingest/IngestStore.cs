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
    private const string Settled = "settled";
    private const int MaxTries = 8;

    private readonly TableClient _table = tables.GetTableClient(Table);
    private readonly ConcurrentDictionary<string, TableEntity> _last = new(StringComparer.Ordinal);

    /// <summary>Adds a batch to its partition's progress.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="settled">The batch's messages.</param>
    /// <param name="outcomes">What became of their events.</param>
    /// <param name="reRead">How many of the messages were read again, because the trigger had passed them over.</param>
    /// <param name="cancellation">Stops the request.</param>
    public Task Advance(string partition, IEnumerable<SequenceRange> settled, IngestOutcomes outcomes, long reRead, CancellationToken cancellation) =>
        Change(
            partition,
            progress => progress with
            {
                Settled = settled.Aggregate(progress.Settled, (ranges, range) => ranges.With(range)),
                Outcomes = progress.Outcomes + outcomes,
                ReRead = progress.ReRead + reRead,
                UpdatedAt = clock.GetUtcNow(),
                TriggeredAt = reRead == 0 ? clock.GetUtcNow() : progress.TriggeredAt,
            },
            cancellation);

    /// <summary>Notes that messages are gone from the hub and can never be settled.</summary>
    public Task GiveUp(string partition, SequenceRange lost, CancellationToken cancellation) =>
        Change(partition, progress => progress with { Settled = progress.Settled.With(lost), Lost = progress.Lost.With(lost) }, cancellation);

    /// <summary>Notes from which message on all are to be settled. So what nothing was ever settled of is known to be lost when the hub no longer keeps it.</summary>
    public Task Owe(string partition, long from, CancellationToken cancellation) => Change(partition, progress => progress with { OwedFrom = from }, cancellation);

    /// <summary>Forgets what was settled, and so has all that the hub keeps read again.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="owedFrom">The first message that the hub keeps.</param>
    /// <param name="cancellation">Stops the request.</param>
    public Task Forget(string partition, long owedFrom, CancellationToken cancellation) =>
        Change(partition, progress => progress with { Settled = SequenceRanges.None, TriggeredAt = null, OwedFrom = owedFrom }, cancellation);

    /// <summary>A partition's progress.</summary>
    public async Task<IngestProgress> Of(string partition, CancellationToken cancellation) => await Find(partition, cancellation) is { } entity ? FromEntity(entity) : IngestProgress.None(partition);

    /// <summary>Every partition's progress.</summary>
    public async Task<ImmutableArray<IngestProgress>> List(CancellationToken cancellation)
    {
        var all = ImmutableArray.CreateBuilder<IngestProgress>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) all.Add(FromEntity(entity));
        return all.ToImmutable();
    }

    private async Task Change(string partition, Func<IngestProgress, IngestProgress> change, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = _last.TryRemove(partition, out var kept) ? kept : await Find(partition, cancellation);
            var progress = before is null ? IngestProgress.None(partition) : FromEntity(before);
            var entity = ToEntity(change(progress));
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

    private async Task<TableEntity?> Find(string partition, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, partition, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    private static TableEntity ToEntity(IngestProgress progress) => new(Partition, progress.Partition)
    {
        [Settled] = progress.Settled.ToString(),
        ["lost"] = progress.Lost.ToString(),
        ["reRead"] = progress.ReRead,
        ["booked"] = progress.Outcomes.Booked,
        ["duplicates"] = progress.Outcomes.Duplicates,
        ["deadLettered"] = progress.Outcomes.DeadLettered,
        ["updatedAt"] = progress.UpdatedAt,
        ["triggeredAt"] = progress.TriggeredAt,
        ["owedFrom"] = progress.OwedFrom,
    };

    private static IngestProgress FromEntity(TableEntity entity) => new(
        entity.RowKey,
        SettledOf(entity),
        new(entity.GetInt64("booked")!.Value, entity.GetInt64("duplicates")!.Value, entity.GetInt64("deadLettered")!.Value),
        entity.GetDateTimeOffset("updatedAt"))
    {
        TriggeredAt = entity.GetDateTimeOffset("triggeredAt"),
        OwedFrom = entity.GetInt64("owedFrom"),
        ReRead = entity.GetInt64("reRead") ?? 0,
        Lost = SequenceRanges.Parse(entity.GetString("lost") ?? ""),
    };

    // An entity from before ranges were kept says only how far the partition was worked off.
    private static SequenceRanges SettledOf(TableEntity entity) =>
        entity.GetString(Settled) is { } ranges ? SequenceRanges.Parse(ranges)
        : entity.GetInt64("bookedThrough") is >= 0 and var through ? SequenceRanges.None.With(new(0, through))
        : SequenceRanges.None;
}
