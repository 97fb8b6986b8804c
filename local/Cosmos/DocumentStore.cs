using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Credits.Local.Cosmos;

/// <summary>Documents in SQLite. One thread writes, many requests to a transaction; any number read.</summary>
internal sealed class DocumentStore : IDisposable
{
    private static readonly string Columns = string.Concat(Enumerable.Range(0, ContainerDefinition.MaxIndexedPaths).Select(i => $", p{i}"));

    private static readonly string Upsert =
        $"INSERT INTO documents(container, key, id, json, etag, ts, expires{Columns}) " +
        $"VALUES($1, $2, $3, $4, $5, $6, $7{string.Concat(Enumerable.Range(8, ContainerDefinition.MaxIndexedPaths).Select(i => $", ${i}"))}) " +
        "ON CONFLICT(container, key, id) DO UPDATE SET json=excluded.json, etag=excluded.etag, ts=excluded.ts, expires=excluded.expires" +
        string.Concat(Enumerable.Range(0, ContainerDefinition.MaxIndexedPaths).Select(i => $", p{i}=excluded.p{i}"));

    private readonly string _file;
    private readonly TimeProvider _clock;
    private readonly SqliteStatements _writer;
    private readonly ConcurrentBag<SqliteStatements> _readers = [];
    private readonly BlockingCollection<PendingWrite> _writes = [];
    private readonly Thread _writing;
    private long _documents;

    public DocumentStore(string file, TimeProvider clock)
    {
        (_file, _clock) = (file, clock);
        _writer = new(file);
        _writer.Run("CREATE TABLE IF NOT EXISTS resources(path TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID");
        _writer.Run(
            "CREATE TABLE IF NOT EXISTS documents(number INTEGER PRIMARY KEY, container INTEGER NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, " +
            $"json BLOB NOT NULL, etag TEXT NOT NULL, ts INTEGER NOT NULL, expires INTEGER{Columns})");
        _writer.Run("CREATE UNIQUE INDEX IF NOT EXISTS documents_by_id ON documents(container, key, id)");
        _writer.Run("CREATE INDEX IF NOT EXISTS documents_by_expiry ON documents(expires) WHERE expires IS NOT NULL");
        for (var i = 0; i < ContainerDefinition.MaxIndexedPaths; i++)
            _writer.Run($"CREATE INDEX IF NOT EXISTS documents_by_p{i} ON documents(container, key, p{i}) WHERE p{i} IS NOT NULL");

        using (var last = _writer.Read("SELECT coalesce(max(number), 0) FROM documents")) _documents = last.Read() ? last.GetInt64(0) : 0;
        _writing = new(WriteUntilClosed) { IsBackground = true, Name = "Cosmos writer" };
        _writing.Start();
    }

    /// <summary>Applies one request's operations, all or none, and returns once they are stored.</summary>
    public Task<OperationResult[]> Apply(ContainerDefinition container, string key, IReadOnlyList<Operation> operations)
    {
        // Read here, by the request's own thread, so that the one writer only writes.
        var write = new PendingWrite(container, key, [.. operations.Select(operation => Prepare(container, key, operation))]);
        _writes.Add(write);
        return write.Done.Task;
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

    /// <summary>Removes what has outlived its time to live. Nobody sees it any more in any case.</summary>
    public Task Purge()
    {
        var purge = new PendingWrite(null, "", []);
        _writes.Add(purge);
        return purge.Done.Task;
    }

    public IEnumerable<(string Path, JsonObject Json)> ReadResources() => Read(statements =>
    {
        var resources = new List<(string, JsonObject)>();
        using var rows = statements.Read("SELECT path, json FROM resources ORDER BY path");
        while (rows.Read()) resources.Add((rows.GetString(0), JsonNode.Parse(rows.GetString(1))!.AsObject()));
        return resources;
    });

    public void WriteResource(string path, JsonObject json) => Read(statements =>
    {
        statements.Run("INSERT OR REPLACE INTO resources(path, json) VALUES($1, $2)", path, json.ToJsonString());
        return path;
    });

    public long Now => _clock.GetUtcNow().ToUnixTimeSeconds();

    public void Dispose()
    {
        _writes.CompleteAdding();
        _writing.Join();
        _writer.Dispose();
        foreach (var reader in _readers) reader.Dispose();
        _writes.Dispose();
    }

    // Whoever waits is committed together: one fsync, or none, for all of them.
    private void WriteUntilClosed()
    {
        const int MaxTogether = 256;
        var together = new List<PendingWrite>(MaxTogether);
        foreach (var first in _writes.GetConsumingEnumerable())
        {
            together.Add(first);
            while (together.Count < MaxTogether && _writes.TryTake(out var next)) together.Add(next);

            CommitTogether(together);
            together.Clear();
        }
    }

    private void CommitTogether(List<PendingWrite> together)
    {
        try
        {
            _writer.Run("BEGIN IMMEDIATE");
            foreach (var write in together) write.Results = write.Container is null ? PurgeExpired() : ApplyAllOrNone(write);
            _writer.Run("COMMIT");
        }
        catch (SqliteException e)
        {
            if (e.SqliteErrorCode != SQLitePCL.raw.SQLITE_BUSY) _writer.Run("ROLLBACK");
            foreach (var write in together) write.Done.SetException(new CosmosError(503, "ServiceUnavailable", $"The local store failed: {e.Message}"));
            return;
        }

        foreach (var write in together) write.Done.SetResult(write.Results);
    }

    private OperationResult[] ApplyAllOrNone(PendingWrite write)
    {
        var results = new OperationResult[write.Operations.Length];
        _writer.Run("SAVEPOINT request");
        for (var i = 0; i < results.Length; i++)
        {
            try
            {
                results[i] = Apply(write.Container!, write.Key, write.Operations[i]);
            }
            catch (CosmosError e)
            {
                _writer.Run("ROLLBACK TO request");
                Array.Fill(results, new(CosmosError.BatchOperationAborted));
                results[i] = new(e.Status, e.SubStatus, Body: e.Body);
                break;
            }
        }

        _writer.Run("RELEASE request");
        return results;
    }

    private static PreparedOperation Prepare(ContainerDefinition container, string key, Operation operation)
    {
        if (operation.Kind is OperationKind.Read or OperationKind.Delete) return new(operation, null, null);

        try
        {
            var document = Document.Read(operation.Body, container);
            return document.Key == key ? new(operation, document, null) : new(operation, null, CosmosError.WrongKey());
        }
        catch (CosmosError e)
        {
            return new(operation, null, e);
        }
    }

    private OperationResult Apply(ContainerDefinition container, string key, PreparedOperation prepared)
    {
        if (prepared.Fault is { } fault) throw fault;

        var (operation, document) = (prepared.Operation, prepared.Document);
        var id = document?.Id ?? operation.Id!;
        if (operation.Kind == OperationKind.Replace && operation.Id is { } named && named != id) throw CosmosError.BadRequest($"The document's id is '{id}', but '{named}' is to be replaced.");

        var (exists, number, etag) = Current(container, key, id);
        if (operation.Kind == OperationKind.Create && exists) throw CosmosError.Conflict();
        if (operation.Kind is not (OperationKind.Create or OperationKind.Upsert) && !exists) throw CosmosError.NotFound($"document '{id}'");
        if (exists && operation.IfMatch is { } expected && expected != "*" && expected != etag) throw CosmosError.PreconditionFailed();

        switch (operation.Kind)
        {
            case OperationKind.Read:
                return new(200, ETag: etag, Body: Stored(container, key, id));
            case OperationKind.Delete:
                _writer.Run("DELETE FROM documents WHERE number=$1", number);
                return new(204);
            default:
                return Write(container, key, document!, exists ? number : ++_documents, exists, operation.AnswerWithBody);
        }
    }

    private OperationResult Write(ContainerDefinition container, string key, Document document, long number, bool exists, bool answerWithBody)
    {
        var (etag, now) = ($"\"{Guid.NewGuid()}\"", Now);
        var rid = ResourceIds.Document(container.Database, container.Number, number);
        var json = WithSystemProperties(document.Json.Span, rid, etag, now);
        var lifetime = container.DefaultTimeToLive is { } byDefault ? document.TimeToLive ?? byDefault : -1;

        object?[] values = new object?[7 + ContainerDefinition.MaxIndexedPaths];
        (values[0], values[1], values[2], values[3], values[4], values[5]) = (container.Number, key, document.Id, json, etag, now);
        values[6] = lifetime < 0 ? null : now + lifetime;
        document.Indexed.CopyTo(values, 7);
        _writer.Run(Upsert, values);
        return new(exists ? 200 : 201, ETag: etag, Body: answerWithBody ? json : null);
    }

    private (bool Exists, long Number, string? ETag) Current(ContainerDefinition container, string key, string id)
    {
        using (var row = _writer.Read("SELECT number, etag, expires FROM documents WHERE container=$1 AND key=$2 AND id=$3", container.Number, key, id))
        {
            if (!row.Read()) return (false, 0, null);
            if (row.IsDBNull(2) || row.GetInt64(2) > Now) return (true, row.GetInt64(0), row.GetString(1));
        }

        _writer.Run("DELETE FROM documents WHERE container=$1 AND key=$2 AND id=$3", container.Number, key, id);
        return (false, 0, null);
    }

    private byte[] Stored(ContainerDefinition container, string key, string id)
    {
        using var row = _writer.Read("SELECT json FROM documents WHERE container=$1 AND key=$2 AND id=$3", container.Number, key, id);
        row.Read();
        return row.GetFieldValue<byte[]>(0);
    }

    private OperationResult[] PurgeExpired()
    {
        _writer.Run("DELETE FROM documents WHERE expires <= $1", Now);
        return [];
    }

    private static byte[] WithSystemProperties(ReadOnlySpan<byte> json, string rid, string etag, long now)
    {
        var end = json.LastIndexOf((byte)'}');
        var system = Encoding.UTF8.GetBytes(
            $",\"_rid\":\"{rid}\",\"_self\":\"\",\"_etag\":\"{etag.Replace("\"", "\\\"", StringComparison.Ordinal)}\",\"_attachments\":\"attachments/\",\"_ts\":{now}}}");
        var stored = new byte[end + system.Length];
        json[..end].CopyTo(stored);
        system.CopyTo(stored.AsSpan(end));
        return stored;
    }

    private readonly record struct PreparedOperation(Operation Operation, Document? Document, CosmosError? Fault);

    // Without a container: a purge.
    private sealed class PendingWrite(ContainerDefinition? container, string key, PreparedOperation[] operations)
    {
        public ContainerDefinition? Container { get; } = container;

        public string Key { get; } = key;

        public PreparedOperation[] Operations { get; } = operations;

        public OperationResult[] Results { get; set; } = [];

        public TaskCompletionSource<OperationResult[]> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
