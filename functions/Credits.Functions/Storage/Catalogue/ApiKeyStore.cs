using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>An API key as stored: never the key itself.</summary>
/// <param name="Id">The public part of the key.</param>
/// <param name="Name">What the operator calls it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Hash">SHA-256 of the whole key; as the secret has 256 random bits, no slower hash would make guessing harder.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Account">The only account it is for; null for every account.</param>
public sealed record StoredApiKey(string Id, string Name, ImmutableArray<string> Scopes, ImmutableArray<byte> Hash, DateTimeOffset CreatedAt, string? Account = null);

/// <summary>API keys in Table storage.</summary>
public sealed class ApiKeyStore(TableServiceClient tables)
{
    /// <summary>The table.</summary>
    public const string Table = "apikeys";

    private const string Partition = "key";

    private readonly TableClient _table = tables.GetTableClient(Table);

    /// <summary>A key by its id; null when there is none.</summary>
    public async Task<StoredApiKey?> Find(string id, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, id, cancellationToken: cancellation);
        return found.HasValue ? FromEntity(found.Value!) : null;
    }

    /// <summary>Every key.</summary>
    public async Task<ImmutableArray<StoredApiKey>> List(CancellationToken cancellation)
    {
        var keys = ImmutableArray.CreateBuilder<StoredApiKey>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) keys.Add(FromEntity(entity));
        return keys.ToImmutable();
    }

    /// <summary>Adds a key.</summary>
    public Task Add(StoredApiKey key, CancellationToken cancellation) =>
        _table.AddEntityAsync(
            new TableEntity(Partition, key.Id)
            {
                ["name"] = key.Name,
                ["scopes"] = string.Join(' ', key.Scopes),
                ["hash"] = key.Hash.ToArray(),
                ["createdAt"] = key.CreatedAt,
                ["account"] = key.Account,
            },
            cancellation);

    /// <summary>Removes a key; false when there is none.</summary>
    public async Task<bool> Remove(string id, CancellationToken cancellation)
    {
        using var response = await _table.DeleteEntityAsync(Partition, id, ETag.All, cancellation);
        return response.Status != 404;
    }

    private static StoredApiKey FromEntity(TableEntity entity) => new(
        entity.RowKey,
        entity.GetString("name"),
        [.. entity.GetString("scopes").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        [.. entity.GetBinary("hash")],
        entity.GetDateTimeOffset("createdAt")!.Value,
        entity.GetString("account"));
}
