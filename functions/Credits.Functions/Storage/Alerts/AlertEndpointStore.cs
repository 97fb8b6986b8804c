using Azure;
using Azure.Data.Tables;

namespace Credits.Functions.Storage.Alerts;

/// <summary>Alert endpoints in Table storage: a partition an owner.</summary>
/// <remarks>The table holds the signing secrets, as they are needed to sign. Storage encrypts it at rest; who may read the table can sign.</remarks>
public sealed class AlertEndpointStore(TableServiceClient tables)
{
    /// <summary>The table.</summary>
    public const string Table = "alertendpoints";

    private readonly TableClient _table = tables.GetTableClient(Table);

    /// <summary>An endpoint; null when there is none.</summary>
    public async Task<StoredAlertEndpoint?> Find(AlertOwner owner, string id, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(owner.Partition, id, cancellationToken: cancellation);
        return found.HasValue ? new(FromEntity(found.Value!), found.Value!.ETag.ToString()) : null;
    }

    /// <summary>Every endpoint of an owner, by id.</summary>
    public async Task<IReadOnlyList<AlertEndpoint>> List(AlertOwner owner, CancellationToken cancellation)
    {
        var endpoints = new List<AlertEndpoint>();
        await foreach (var entity in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {owner.Partition}"), cancellationToken: cancellation))
            endpoints.Add(FromEntity(entity));
        return endpoints;
    }

    /// <summary>Makes or changes an endpoint as it is now; when somebody else changes it at the same time, decides again.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="change">Decides on the endpoint, or on null when there is none; null changes nothing.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>The endpoint after it; null when nothing was decided.</returns>
    public async Task<StoredAlertEndpoint?> Change(AlertOwner owner, string id, Func<StoredAlertEndpoint?, AlertEndpoint?> change, CancellationToken cancellation)
    {
        while (true)
        {
            var before = await Find(owner, id, cancellation);
            if (change(before) is not { } after) return null;
            if (after == before?.Endpoint) return before;

            try
            {
                var response = before is null
                    ? await _table.AddEntityAsync(ToEntity(after), cancellation)
                    : await _table.UpdateEntityAsync(ToEntity(after), new ETag(before.ETag), TableUpdateMode.Replace, cancellation);
                return new(after, response.Headers.ETag!.Value.ToString());
            }
            catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
            {
                // Somebody else made, changed or removed it: decide again on what it is now.
            }
        }
    }

    /// <summary>Removes an endpoint; false when there is none.</summary>
    public async Task<bool> Remove(AlertOwner owner, string id, CancellationToken cancellation)
    {
        using var response = await _table.DeleteEntityAsync(owner.Partition, id, ETag.All, cancellation);
        return response.Status != 404;
    }

    private static TableEntity ToEntity(AlertEndpoint endpoint) => new(endpoint.Owner.Partition, endpoint.Id)
    {
        ["url"] = endpoint.Url,
        ["email"] = endpoint.Email,
        ["types"] = string.Join(' ', endpoint.Types),
        ["plan"] = endpoint.Plan,
        ["description"] = endpoint.Description,
        ["secret"] = endpoint.Secret,
        ["previousSecret"] = endpoint.PreviousSecret,
        ["previousSecretUntil"] = endpoint.PreviousSecretUntil,
        ["failingSince"] = endpoint.FailingSince,
        ["disabledReason"] = endpoint.DisabledReason,
        ["disabledSince"] = endpoint.DisabledSince,
    };

    private static AlertEndpoint FromEntity(TableEntity entity) => new()
    {
        Owner = AlertOwner.Parse(entity.PartitionKey),
        Id = entity.RowKey,
        Url = entity.GetString("url"),
        Email = entity.GetString("email"),
        Types = [.. entity.GetString("types").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        Plan = entity.GetString("plan"),
        Description = entity.GetString("description"),
        Secret = entity.GetString("secret"),
        PreviousSecret = entity.GetString("previousSecret"),
        PreviousSecretUntil = entity.GetDateTimeOffset("previousSecretUntil"),
        FailingSince = entity.GetDateTimeOffset("failingSince"),
        DisabledReason = entity.GetString("disabledReason"),
        DisabledSince = entity.GetDateTimeOffset("disabledSince"),
    };
}

/// <summary>An endpoint as stored.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="ETag">Changes with every write.</param>
public sealed record StoredAlertEndpoint(AlertEndpoint Endpoint, string ETag);
