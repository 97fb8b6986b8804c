using System.Text;

namespace Credits.Local.Cosmos;

/// <summary>Applies operations to documents. For the one thread that writes.</summary>
internal sealed class DocumentWriter
{
    private const int Columnar = ContainerDefinition.MaxIndexedProperties;

    private static readonly string Insert =
        $"INSERT INTO documents(number, container, key, id, etag, ts, expires, json{Columns}) VALUES($1, $2, $3, $4, $5, $6, $7, $8{Each(i => $", ${9 + i}")})";

    private static readonly string Update =
        $"UPDATE documents SET etag=$2, ts=$3, expires=$4, json=$5{Each(i => $", p{i}=${6 + i}")} WHERE number=$1";

    private readonly SqliteStatements _statements;
    private readonly TimeProvider _clock;
    private long _lastNumber;

    public DocumentWriter(SqliteStatements statements, TimeProvider clock)
    {
        (_statements, _clock) = (statements, clock);
        using var last = statements.Read("SELECT seq FROM sqlite_sequence WHERE name='documents'");
        _lastNumber = last.Read() ? last.GetInt64(0) : 0;
    }

    /// <summary>The columns of indexed properties, each after a comma.</summary>
    public static string Columns => Each(i => $", p{i}");

    /// <summary>Applies one request's operations. When one fails, nothing of the request is written and every other answers 424.</summary>
    public OperationResult[] ApplyAllOrNone(ContainerDefinition container, string key, PreparedOperation[] operations)
    {
        if (operations is [var single]) return [Apply(container, key, single)]; // what fails has written nothing

        var results = new OperationResult[operations.Length];
        _statements.Run("SAVEPOINT request");
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Apply(container, key, operations[i]);
            if (results[i].Succeeded) continue;

            _statements.Run("ROLLBACK TO request");
            var failed = results[i];
            Array.Fill(results, OperationResult.Aborted);
            results[i] = failed;
            break;
        }

        _statements.Run("RELEASE request");
        return results;
    }

    private OperationResult Apply(ContainerDefinition container, string key, PreparedOperation prepared)
    {
        if (prepared.Fault is { } fault) return OperationResult.Of(fault);

        var (operation, document) = (prepared.Operation, prepared.Document);
        var id = document?.Id ?? operation.Id ?? "";
        var current = Current(container, key, id);
        if (operation.Kind == OperationKind.Create && current is not null) return OperationResult.Of(CosmosError.Conflict());
        if (operation.Kind is not (OperationKind.Create or OperationKind.Upsert) && current is null) return OperationResult.Of(CosmosError.NotFound($"document '{id}'"));
        if (current is { } stored && operation.IfMatch is { } expected && expected != "*" && expected != stored.ETag) return OperationResult.Of(CosmosError.PreconditionFailed());

        switch (operation.Kind)
        {
            case OperationKind.Read:
                return new(200, ETag: current!.Value.ETag, Body: Json(current.Value.Number));
            case OperationKind.Delete:
                _statements.Run("DELETE FROM documents WHERE number=$1", current!.Value.Number);
                return new(204);
            default:
                return Write(container, key, document!, current?.Number, operation.AnswerWithBody);
        }
    }

    private OperationResult Write(ContainerDefinition container, string key, Document document, long? current, bool answerWithBody)
    {
        var number = current ?? ++_lastNumber;
        var (etag, now) = (Guid.NewGuid().ToString(), Now);
        var json = WithSystemProperties(document.Json.Span, ResourceIds.Document(container.Database, container.Number, number), etag, now);
        var lifetime = container.DefaultTimeToLive is { } byDefault ? document.TimeToLive ?? byDefault : Document.ForEver;
        object? expires = lifetime == Document.ForEver ? null : now + lifetime;

        etag = $"\"{etag}\"";
        object?[] values = current is null ? [number, container.Number, key, document.Id, etag, now, expires, json] : [number, etag, now, expires, json];
        var indexed = new object?[Columnar];
        document.Indexed.CopyTo(indexed, 0);
        _statements.Run(current is null ? Insert : Update, [.. values, .. indexed]);
        return new(current is null ? 201 : 200, ETag: etag, Body: answerWithBody ? json : null);
    }

    // What has expired is in the way of its successor and goes at once.
    private (long Number, string ETag)? Current(ContainerDefinition container, string key, string id)
    {
        long expired;
        using (var row = _statements.Read("SELECT number, etag, expires FROM documents WHERE container=$1 AND key=$2 AND id=$3", container.Number, key, id))
        {
            if (!row.Read()) return null;
            if (row.IsDBNull(2) || row.GetInt64(2) > Now) return (row.GetInt64(0), row.GetString(1));
            expired = row.GetInt64(0);
        }

        _statements.Run("DELETE FROM documents WHERE number=$1", expired);
        return null;
    }

    private byte[] Json(long number)
    {
        using var row = _statements.Read("SELECT json FROM documents WHERE number=$1", number);
        row.Read();
        return row.GetFieldValue<byte[]>(0);
    }

    private long Now => _clock.GetUtcNow().ToUnixTimeSeconds();

    private static byte[] WithSystemProperties(ReadOnlySpan<byte> json, string rid, string etag, long now)
    {
        var end = json.LastIndexOf((byte)'}');
        var system = Encoding.UTF8.GetBytes($",\"_rid\":\"{rid}\",\"_self\":\"\",\"_etag\":\"\\\"{etag}\\\"\",\"_attachments\":\"attachments/\",\"_ts\":{now}}}");
        var stored = new byte[end + system.Length];
        json[..end].CopyTo(stored);
        system.CopyTo(stored.AsSpan(end));
        return stored;
    }

    private static string Each(Func<int, string> text) => string.Concat(Enumerable.Range(0, Columnar).Select(text));
}
