using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Plans that were written, until every account on them was looked at: one that nobody uses would take over what is new at no moment that is known yet.</summary>
public sealed class PlanChangeStore(TableServiceClient tables, TimeProvider clock)
{
    private const string Partition = "changed";
    private const string Reached = "reached";

    private readonly TableClient _table = tables.GetTableClient(PlanStore.Table);

    /// <summary>Notes that a plan was written. Noted again, all of its accounts are looked at once more.</summary>
    public Task Note(string plan, CancellationToken cancellation) =>
        _table.UpsertEntityAsync(new TableEntity(Partition, plan) { ["at"] = clock.GetUtcNow() }, TableUpdateMode.Replace, cancellation);

    /// <summary>The changes that were noted by a moment, the oldest first.</summary>
    public async Task<ImmutableArray<PlanChange>> NotedBy(DateTimeOffset at, CancellationToken cancellation)
    {
        var changes = ImmutableArray.CreateBuilder<PlanChange>();
        await foreach (var entity in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and at le {at}"), cancellationToken: cancellation))
            changes.Add(new(entity.RowKey, ChunkedText.Read(entity, Reached) is { Length: > 0 } reached ? reached : null, entity.GetDateTimeOffset("at")!.Value, entity.ETag));
        changes.Sort((x, y) => x.At.CompareTo(y.At));
        return changes.ToImmutable();
    }

    /// <summary>Notes how far a plan's accounts were looked at; null when all were.</summary>
    /// <returns>The change from there on; null when nothing is left of it, also since the plan was written once more: that begins with the first account.</returns>
    public async Task<PlanChange?> Keep(PlanChange change, string? reached, CancellationToken cancellation)
    {
        try
        {
            if (reached is null)
            {
                await _table.DeleteEntityAsync(Partition, change.Plan, change.ETag, cancellation);
                return null;
            }

            var entity = new TableEntity(Partition, change.Plan) { ["at"] = change.At };
            ChunkedText.Write(entity, Reached, reached);
            var response = await _table.UpdateEntityAsync(entity, change.ETag, TableUpdateMode.Replace, cancellation);
            return change with { Reached = reached, ETag = response.Headers.ETag!.Value };
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404)
        {
            return null;
        }
    }
}

/// <summary>A plan that was written, and how far its accounts were looked at.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Reached">Where looking at its accounts goes on; null for the first.</param>
/// <param name="At">When it was noted.</param>
/// <param name="ETag">Another once it is noted anew.</param>
public sealed record PlanChange(string Plan, string? Reached, DateTimeOffset At, ETag ETag);
