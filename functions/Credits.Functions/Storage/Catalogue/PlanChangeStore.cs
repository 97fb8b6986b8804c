using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Plans that were written, until every account on them was looked at: one that nobody uses would take over what is new at no moment that is known yet.</summary>
public sealed class PlanChangeStore(TableServiceClient tables, TimeProvider clock)
{
    private const string Partition = "changed";
    private const string Reached = "reached";
    private const string Again = "again";

    private readonly TableClient _table = tables.GetTableClient(PlanStore.Table);

    /// <summary>Notes that a plan is written. While its accounts are looked at, that goes on where it is, and all are looked at once more after it: else those at the end of many might never be reached.</summary>
    public Task Note(string plan, CancellationToken cancellation) =>
        _table.UpsertEntityAsync(new TableEntity(Partition, plan) { ["at"] = clock.GetUtcNow(), [Again] = true }, TableUpdateMode.Merge, cancellation);

    /// <summary>The changes that were noted by a moment: that which nothing was done for longest comes first.</summary>
    public async Task<ImmutableArray<PlanChange>> NotedBy(DateTimeOffset at, CancellationToken cancellation)
    {
        var changes = new List<(DateTimeOffset? Touched, PlanChange Change)>();
        await foreach (var entity in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and at le {at}"), cancellationToken: cancellation))
        {
            var reached = ChunkedText.Read(entity, Reached) is { Length: > 0 } text ? text : null;
            changes.Add((entity.Timestamp, new(entity.RowKey, reached, reached is not null && entity.GetBoolean(Again) is true, entity.GetDateTimeOffset("at")!.Value, entity.ETag)));
        }

        return [.. changes.OrderBy(change => change.Touched).Select(change => change.Change)];
    }

    /// <summary>Notes how far a plan's accounts were looked at.</summary>
    /// <param name="change">The change as it was; how far it came and whether it comes again are as they are now.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>The change from there on; null when the plan was written meanwhile: it goes on where it was.</returns>
    public async Task<PlanChange?> Keep(PlanChange change, CancellationToken cancellation)
    {
        var entity = new TableEntity(Partition, change.Plan) { ["at"] = change.At, [Again] = change.IsAgain };
        if (change.Reached is { } reached) ChunkedText.Write(entity, Reached, reached);
        return await Guarded(() => _table.UpdateEntityAsync(entity, change.ETag, TableUpdateMode.Replace, cancellation)) is { } response ? change with { ETag = response.Headers.ETag!.Value } : null;
    }

    /// <summary>Forgets a change of which every account was looked at, unless the plan was written meanwhile.</summary>
    public Task Forget(PlanChange change, CancellationToken cancellation) => Guarded(() => _table.DeleteEntityAsync(Partition, change.Plan, change.ETag, cancellation));

    private static async Task<Response?> Guarded(Func<Task<Response>> write)
    {
        try
        {
            return await write();
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
/// <param name="IsAgain">Whether all are to be looked at once more after the last.</param>
/// <param name="At">When it was last noted.</param>
/// <param name="ETag">Another once it is noted anew.</param>
public sealed record PlanChange(string Plan, string? Reached, bool IsAgain, DateTimeOffset At, ETag ETag);
