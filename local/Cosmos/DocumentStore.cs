using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Credits.Local.Cosmos;

/// <summary>Documents in SQLite. One thread writes, many requests to a transaction; any number read.</summary>
internal sealed class DocumentStore : IDisposable
{
    // Data of another layout are refused, not misread.
    private const long Layout = 2;

    private readonly string _file;
    private readonly TimeProvider _clock;
    private readonly ConcurrentBag<SqliteStatements> _readers = [];
    private readonly WriteQueue _writes;
    private readonly DocumentWriter _documents;

    public DocumentStore(string file, TimeProvider clock)
    {
        (_file, _clock) = (file, clock);
        var writer = new SqliteStatements(file);
        try
        {
            CreateTables(writer, file);
            _documents = new(writer, clock);
        }
        catch
        {
            writer.Dispose();
            throw;
        }

        _writes = new(writer);
    }

    public long Now => _clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Applies one request's operations, all or none, and returns once they are stored.</summary>
    public Task<OperationResult[]> Apply(ContainerDefinition container, string key, IReadOnlyList<Operation> operations)
    {
        // Read here, by the request's own thread, so that the one writer only writes.
        PreparedOperation[] prepared = [.. operations.Select(operation => PreparedOperation.Of(operation, container, key))];
        return _writes.Write(_ => _documents.ApplyAllOrNone(container, key, prepared));
    }

    /// <summary>Reads one document; null when there is none.</summary>
    public (byte[] Json, string ETag)? Find(ContainerDefinition container, string key, string id) => Read(statements =>
    {
        using var row = statements.Read(
            "SELECT json, etag FROM documents WHERE container=$1 AND key=$2 AND id=$3 AND (expires IS NULL OR expires > $4)", container.Number, key, id, Now);
        return row.Read() ? (row.GetFieldValue<byte[]>(0), row.GetString(1)) : ((byte[], string)?)null;
    });

    /// <summary>Runs a query with a connection of its own.</summary>
    public T Read<T>(Func<SqliteStatements, T> query)
    {
        if (!_readers.TryTake(out var statements)) statements = new(_file);
        try
        {
            return query(statements);
        }
        finally
        {
            _readers.Add(statements);
        }
    }

    /// <summary>Runs several queries that see the same documents.</summary>
    public T ReadTogether<T>(Func<SqliteStatements, T> queries) => Read(statements =>
    {
        statements.Run("BEGIN");
        try
        {
            return queries(statements);
        }
        finally
        {
            statements.Run("COMMIT");
        }
    });

    /// <summary>Removes what has outlived its time to live. Nobody sees it any more in any case.</summary>
    public Task Purge() => _writes.Write(writer => writer.RunAndCount("DELETE FROM documents WHERE expires <= $1", Now));

    /// <summary>Databases first, then containers.</summary>
    public IReadOnlyList<StoredResource> ReadResources() => Read(statements =>
    {
        var resources = new List<StoredResource>();
        using var rows = statements.Read("SELECT number, database, id, json FROM resources ORDER BY database IS NOT NULL, number");
        while (rows.Read()) resources.Add(new(rows.GetInt32(0), rows.IsDBNull(1) ? null : rows.GetInt32(1), rows.GetString(2), JsonNode.Parse(rows.GetString(3))!.AsObject()));
        return resources;
    });

    /// <summary>Stores a database or container, described with the number it gets.</summary>
    public Task<StoredResource> AddResource(int? database, string id, Func<int, JsonObject> describe) => _writes.Write(writer =>
    {
        var number = (int)writer.Scalar("INSERT INTO resources(database, id, json) VALUES($1, $2, '') RETURNING number", database, id);
        var resource = new StoredResource(number, database, id, describe(number));
        writer.Run("UPDATE resources SET json=$2 WHERE number=$1", number, resource.Json.ToJsonString());
        return resource;
    });

    /// <summary>Removes databases and containers, these with their documents.</summary>
    public Task RemoveResources(IReadOnlyList<int> numbers) => _writes.Write(writer =>
    {
        foreach (var number in numbers)
        {
            writer.Run("DELETE FROM documents WHERE container=$1", number);
            writer.Run("DELETE FROM resources WHERE number=$1", number);
        }

        return numbers.Count;
    });

    public void Dispose()
    {
        _writes.Dispose();
        foreach (var reader in _readers) reader.Dispose();
    }

    // Columns have no types: SQLite would convert what is compared with them. The JSON comes last, so that nothing else is read over it.
    private static void CreateTables(SqliteStatements writer, string file)
    {
        if (writer.Scalar("SELECT count(*) FROM sqlite_master WHERE type='table'") > 0 && writer.Scalar("PRAGMA user_version") != Layout)
            throw new InvalidDataException($"{file} was written by another version of the local Cosmos DB gateway. Delete it to start anew.");

        writer.Run($"PRAGMA user_version={Layout}");
        writer.Run("CREATE TABLE IF NOT EXISTS resources(number INTEGER PRIMARY KEY AUTOINCREMENT, database, id, json)");
        writer.Run($"CREATE TABLE IF NOT EXISTS documents(number INTEGER PRIMARY KEY AUTOINCREMENT, container, key, id, etag, ts, expires{DocumentWriter.Columns}, json)");
        writer.Run("CREATE UNIQUE INDEX IF NOT EXISTS documents_by_id ON documents(container, key, id)");
        writer.Run("CREATE INDEX IF NOT EXISTS documents_by_expiry ON documents(expires) WHERE expires IS NOT NULL");
        for (var i = 0; i < ContainerDefinition.MaxIndexedProperties; i++)
            writer.Run($"CREATE INDEX IF NOT EXISTS documents_by_p{i} ON documents(container, key, p{i}) WHERE p{i} IS NOT NULL");
    }
}
