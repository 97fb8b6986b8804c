using System.Text.Json;
using Azure.Data.Tables;
using Credits.Plans;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Plans in Table storage: one entity each.</summary>
public sealed class PlanStore(TableServiceClient tables)
{
    /// <summary>The table.</summary>
    public const string Table = "plans";

    private const string Partition = "plan";
    private const string Content = "json";

    private readonly TableClient _table = tables.GetTableClient(Table);

    /// <summary>A plan; null when there is none.</summary>
    public async Task<StoredPlan?> Find(string id, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, id, cancellationToken: cancellation);
        return found.HasValue ? new(Read(found.Value!), found.Value!.ETag.ToString()) : null;
    }

    /// <summary>Every plan, by id.</summary>
    public async Task<IReadOnlyList<Plan>> List(CancellationToken cancellation)
    {
        var plans = new List<Plan>();
        await foreach (var entity in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellation))
            plans.Add(Read(entity));
        return plans;
    }

    /// <summary>Writes a plan.</summary>
    /// <param name="plan">The whole plan.</param>
    /// <param name="ifMatch">The ETag it must still have; null writes whatever is there.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>The new ETag; null when the plan has changed since.</returns>
    public async Task<string?> Save(Plan plan, string? ifMatch, CancellationToken cancellation)
    {
        var entity = new TableEntity(Partition, plan.Id);
        ChunkedText.Write(entity, Content, PlanJson.Write(plan));
        return await GuardedEntity.Save(_table, entity, ifMatch, cancellation);
    }

    private static Plan Read(TableEntity entity)
    {
        using var json = JsonDocument.Parse(ChunkedText.Read(entity, Content));
        var plan = PlanJson.Read(entity.RowKey, json.RootElement, out var faults, out var readable);

        // What was put by the rules of then still counts by rules that came later.
        return readable ? plan : throw new InvalidOperationException($"Plan {entity.RowKey} is stored with a fault at {faults[0].Path}: {faults[0].Message}");
    }
}

/// <summary>A plan as stored.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="ETag">Changes with every write.</param>
public sealed record StoredPlan(Plan Plan, string ETag);
