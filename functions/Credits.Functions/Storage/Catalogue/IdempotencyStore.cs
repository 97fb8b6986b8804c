using Azure;
using Azure.Data.Tables;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>A request that carried an idempotency key.</summary>
/// <param name="RequestHash">What was asked, as a hash of method, path and body.</param>
/// <param name="StartedAt">When it was first begun, or last taken over.</param>
/// <param name="Answer">What was answered; null while it runs.</param>
/// <param name="ETag">Guards a take-over.</param>
public sealed record IdempotentRequest(string RequestHash, DateTimeOffset StartedAt, IdempotentAnswer? Answer, string ETag);

/// <summary>An answer that a repeated request gets again.</summary>
public sealed record IdempotentAnswer(int Status, string ContentType, string Body);

/// <summary>Requests with idempotency keys in Table storage, by caller.</summary>
public sealed class IdempotencyStore(TableServiceClient tables)
{
    /// <summary>The table.</summary>
    public const string Table = "idempotency";

    /// <summary>The longest body of an answer that can be kept, in characters.</summary>
    public const int MaxBodyLength = ChunkedText.MaxCharacters;

    private readonly TableClient _table = tables.GetTableClient(Table);

    /// <summary>An earlier request; null when there is none.</summary>
    public async Task<IdempotentRequest?> Find(string caller, string key, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(caller, key, cancellationToken: cancellation);
        if (!found.HasValue) return null;

        var entity = found.Value!;
        var answer = entity.GetInt32("status") is { } status ? new IdempotentAnswer(status, entity.GetString("contentType"), ChunkedText.Read(entity, "body")) : null;
        return new(entity.GetString("requestHash"), entity.GetDateTimeOffset("startedAt")!.Value, answer, entity.ETag.ToString());
    }

    /// <summary>Begins a request, or takes one over that was begun and never answered.</summary>
    /// <returns>False when somebody else was faster.</returns>
    public async Task<bool> TryBegin(string caller, string key, string requestHash, DateTimeOffset now, string? takenOver, CancellationToken cancellation)
    {
        var entity = new TableEntity(caller, key) { ["requestHash"] = requestHash, ["startedAt"] = now };
        try
        {
            if (takenOver is null) await _table.AddEntityAsync(entity, cancellation);
            else await _table.UpdateEntityAsync(entity, new ETag(takenOver), TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412 or 404)
        {
            return false;
        }
    }

    /// <summary>Keeps an answer for the next time.</summary>
    public Task Complete(string caller, string key, IdempotentAnswer answer, CancellationToken cancellation)
    {
        var entity = new TableEntity(caller, key) { ["status"] = answer.Status, ["contentType"] = answer.ContentType };
        ChunkedText.Write(entity, "body", answer.Body);
        return _table.UpdateEntityAsync(entity, ETag.All, TableUpdateMode.Merge, cancellation);
    }

    /// <summary>Forgets a request that failed in a way a repetition may mend.</summary>
    public Task Forget(string caller, string key, CancellationToken cancellation) => _table.DeleteEntityAsync(caller, key, ETag.All, cancellation);
}
