using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Credits.Functions.Storage.DeadLetters;

/// <summary>Dead letters: bodies in Blob storage, and properties that are too long for a table; everything else in Table storage for listing.</summary>
public sealed class DeadLetterStore(TableServiceClient tables, BlobServiceClient blobs)
{
    /// <summary>The table.</summary>
    public const string Table = "deadletters";

    /// <summary>The blob container.</summary>
    public const string Container = "dead-letters";

    private const string Partition = "deadletter";
    private const string HasPropertiesApart = "propertiesApart";
    private const int MaxParallelWrites = 8;

    private readonly TableClient _table = tables.GetTableClient(Table);
    private readonly BlobContainerClient _bodies = blobs.GetBlobContainerClient(Container);

    /// <summary>Keeps dead letters. Doing it again with the same ones changes nothing.</summary>
    /// <returns>Those that were not there before.</returns>
    public async Task<IReadOnlyCollection<DeadLetter>> Add(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancellation)
    {
        var added = new ConcurrentBag<DeadLetter>();
        await Parallel.ForEachAsync(
            letters,
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallelWrites, CancellationToken = cancellation },
            async (letter, stop) =>
            {
                // The body first: a listed dead letter always has one.
                await _bodies.GetBlobClient(letter.Id).UploadAsync(new BinaryData(letter.Body), overwrite: true, stop);
                var properties = JsonSerializer.Serialize(letter.Properties, PropertiesJson.Default.ImmutableDictionaryStringString);
                var apart = properties.Length > Catalogue.ChunkedText.MaxCharacters;
                if (apart) await PropertiesApart(letter.Id).UploadAsync(new BinaryData(properties), overwrite: true, stop);
                try
                {
                    await _table.AddEntityAsync(ToEntity(letter, apart ? null : properties), stop);
                    added.Add(letter);
                }
                catch (RequestFailedException e) when (e.Status == 409)
                {
                    // Delivered again: the first record stays, with its replay if it had one.
                }
            });
        return added;
    }

    /// <summary>One dead letter with its body; null when there is none.</summary>
    public async Task<DeadLetter?> Find(string id, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, id, cancellationToken: cancellation);
        if (!found.HasValue) return null;

        var body = await _bodies.GetBlobClient(id).DownloadContentAsync(cancellation);
        var letter = FromEntity(found.Value!) with { Body = body.Value.Content.ToMemory() };
        return found.Value!.GetBoolean(HasPropertiesApart) != true ? letter
            : letter with { Properties = PropertiesOf((await PropertiesApart(id).DownloadContentAsync(cancellation)).Value.Content.ToString()) };
    }

    /// <summary>Dead letters without their bodies, newest first. Properties that are too long for a table are left out too.</summary>
    /// <param name="reason">Only those refused with this code; null for all.</param>
    /// <param name="replayed">Only those that were, or were not, replayed; null for all.</param>
    /// <param name="after">The last one of the previous page; null for the first page.</param>
    /// <param name="limit">The most to answer.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>A page, and whether there are more.</returns>
    public async Task<(ImmutableArray<DeadLetter> Letters, bool More)> List(
        string? reason, bool? replayed, string? after, int limit, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        if (after is not null) filter += " and " + TableClient.CreateQueryFilter($"RowKey gt {after}");
        if (reason is not null) filter += " and " + TableClient.CreateQueryFilter($"reason eq {reason}");
        if (replayed is { } was) filter += " and " + TableClient.CreateQueryFilter($"replayed eq {was}");

        var letters = ImmutableArray.CreateBuilder<DeadLetter>(limit);
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, maxPerPage: limit + 1, cancellationToken: cancellation))
        {
            if (letters.Count == limit) return (letters.ToImmutable(), More: true);
            letters.Add(FromEntity(entity));
        }

        return (letters.ToImmutable(), More: false);
    }

    /// <summary>Notes that a dead letter was sent to the event hub again.</summary>
    public Task MarkReplayed(string id, DateTimeOffset at, CancellationToken cancellation) =>
        _table.UpdateEntityAsync(
            new TableEntity(Partition, id) { ["replayed"] = true, ["replayedAt"] = at }, ETag.All, TableUpdateMode.Merge, cancellation);

    private BlobClient PropertiesApart(string id) => _bodies.GetBlobClient($"{id}-properties");

    private static ImmutableDictionary<string, string> PropertiesOf(string json) => JsonSerializer.Deserialize(json, PropertiesJson.Default.ImmutableDictionaryStringString)!;

    private static TableEntity ToEntity(DeadLetter letter, string? properties)
    {
        var entity = new TableEntity(Partition, letter.Id)
        {
            ["reason"] = letter.Reason.Code,
            ["partition"] = letter.Partition,
            ["sequenceNumber"] = letter.SequenceNumber,
            ["enqueuedAt"] = letter.EnqueuedAt,
            ["deadLetteredAt"] = letter.DeadLetteredAt,
            ["account"] = letter.Subject.Account,
            ["source"] = letter.Subject.Source,
            ["eventId"] = letter.Subject.EventId,
            ["meter"] = letter.Subject.Meter,
            ["replayed"] = letter.ReplayedAt is not null,
            ["replayedAt"] = letter.ReplayedAt,
        };
        Catalogue.ChunkedText.Write(entity, "detail", letter.Reason.Detail);
        if (properties is null) entity[HasPropertiesApart] = true;
        else Catalogue.ChunkedText.Write(entity, "properties", properties);
        return entity;
    }

    private static DeadLetter FromEntity(TableEntity entity) => new()
    {
        Id = entity.RowKey,
        Reason = new(entity.GetString("reason"), Catalogue.ChunkedText.Read(entity, "detail")),
        Body = ReadOnlyMemory<byte>.Empty,
        Properties = entity.GetBoolean(HasPropertiesApart) == true ? ImmutableDictionary<string, string>.Empty : PropertiesOf(Catalogue.ChunkedText.Read(entity, "properties")),
        Partition = entity.GetString("partition"),
        SequenceNumber = entity.GetInt64("sequenceNumber")!.Value,
        EnqueuedAt = entity.GetDateTimeOffset("enqueuedAt")!.Value,
        DeadLetteredAt = entity.GetDateTimeOffset("deadLetteredAt")!.Value,
        Subject = new(entity.GetString("account"), entity.GetString("source"), entity.GetString("eventId"), entity.GetString("meter")),
        ReplayedAt = entity.GetDateTimeOffset("replayedAt"),
    };
}
