using System.Buffers;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Credits.Accounts;
using Credits.Booking;
using Credits.Functions.Telemetry;
using Credits.Journal;
using Microsoft.Azure.Cosmos;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Loads accounts from Cosmos DB and commits to them: one transactional batch a commit, guarded by the account document's ETag.</summary>
public sealed class AccountStore(Container container)
{
    /// <summary>Fingerprints in a full page.</summary>
    /// <remarks>
    /// A replace costs about twice an insert, and an insert about 5.5 RU for the first KB and 0.5 for each further one. The unfinished page
    /// rides in the account document: on average half a page, 2.7 KB or about 3 RU a commit, against one more insert every 512 entries.
    /// </remarks>
    internal const int FingerprintsPerPage = 512;

    // A journal page is written to a buffer of its likely size: what grows from small to large leaves large garbage, which only a full collection takes away.
    internal const int TypicalEntryBytes = 512;

    private const int PartitionFull = 1014; // learn.microsoft.com/azure/cosmos-db/nosql/troubleshoot-forbidden

    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly TransactionalBatchItemRequestOptions Created = new() { EnableContentResponseOnWrite = false };

    /// <summary>Reads an account; null when there is none.</summary>
    public async Task<AccountSession?> Load(AccountId id, CancellationToken cancellation)
    {
        var (document, etag) = await ReadAccount(id, cancellation);
        return document is null ? null : new(document.ToAccount(), etag, FingerprintBytes.ToFingerprints(document.Fingerprints))
        {
            Untold = document.ToUntold(),
            NeverHadEndpoints = document.NeverHadEndpoints == true,
        };
    }

    /// <summary>Reads an account; where there is none, a session whose first commit opens it.</summary>
    public async Task<AccountSession> LoadOrNew(AccountId id, CancellationToken cancellation) =>
        await Load(id, cancellation) ?? new(Account.New(id), etag: null, newestFingerprints: []) { NeverHadEndpoints = true };

    /// <summary>Brings a session up to date after somebody else committed to its account.</summary>
    public async Task Refresh(AccountSession session, CancellationToken cancellation)
    {
        var (document, etag) = await ReadAccount(session.Account.Id, cancellation);
        if (document is null) throw new InvalidOperationException($"Account {session.Account.Id} is gone from the store; accounts are never deleted.");

        (session.Account, session.ETag, session.NewestFingerprints) = (document.ToAccount(), etag, FingerprintBytes.ToFingerprints(document.Fingerprints));
        (session.Untold, session.NeverHadEndpoints) = (document.ToUntold(), document.NeverHadEndpoints == true);
        if (session.Index is { } index && !TryCatchUp(index, session)) session.Index = null;
    }

    /// <summary>Appends a commit's entries. All of it is stored or nothing.</summary>
    /// <returns>False when somebody else has committed since the session's state was read; refresh it and decide again.</returns>
    /// <exception cref="RefusedCommitException">The store takes no more of this account, or not so much at a time.</exception>
    /// <exception cref="CosmosException">The store failed. Whether the commit counts is then unknown: forget the session and read anew.</exception>
    public async Task<bool> Commit(AccountSession session, PendingCommit commit, CancellationToken cancellation)
    {
        var entries = commit.Entries;
        var account = commit.Account;
        account.AssertConserved();

        var added = entries.Select(FingerprintOf).ToArray();
        var (fullPages, newest) = Spill(session, added, commit.BookedAt);
        var document = Json(AccountDocument.Of(account, newest, session.Untold, session.NeverHadEndpoints), AccountDocumentsJson.Default.AccountDocument);

        var batch = container.CreateTransactionalBatch(new(account.Id.Value));
        if (session.ETag is { } etag)
            batch.ReplaceItemStream(AccountDocument.DocumentId, document, new() { IfMatchEtag = etag, EnableContentResponseOnWrite = false });
        else
            batch.CreateItemStream(document, Created);

        batch.CreateItemStream(
            Json(JournalPageDocument.Of(account.Id, session.Account.Head, entries), AccountDocumentsJson.Default.JournalPageDocument, entries.Count * TypicalEntryBytes), Created);
        foreach (var page in fullPages) batch.CreateItemStream(Json(page, AccountDocumentsJson.Default.FingerprintPageDocument), Created);
        foreach (var closed in commit.ClosedGrants)
            batch.CreateItemStream(Json(ClosedGrantDocument.Of(account.Id, closed), AccountDocumentsJson.Default.ClosedGrantDocument), Created);
        foreach (var closed in commit.ClosedHolds)
            batch.CreateItemStream(Json(ClosedHoldDocument.Of(account.Id, closed), AccountDocumentsJson.Default.ClosedHoldDocument), Created);
        foreach (var entry in entries)
        {
            if (CorrectionDocument.Of(account.Id, entry) is { } correction)
                batch.CreateItemStream(Json(correction, AccountDocumentsJson.Default.CorrectionDocument), Created);
        }

        using var response = await batch.ExecuteAsync(cancellation);
        Spans.NoteStored(response.Count, response.RequestCharge);
        if (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict) return false;
        if (FindsFull(response))
            throw new RefusedCommitException($"Account '{account.Id}' is full: Cosmos DB stores 20 GB of one account and takes no more. Have Microsoft raise that for a time, and open another account for what is to come.");
        if (response.StatusCode == HttpStatusCode.RequestEntityTooLarge)
            throw new RefusedCommitException($"Cosmos DB takes no commit as large as this one of account '{account.Id}', with {entries.Count} entries. Report it, for none should be.");
        if (!response.IsSuccessStatusCode)
            throw new CosmosException(
                $"Committing {entries.Count} entries to account {account.Id} failed: {response.ErrorMessage}",
                response.StatusCode, SubStatusOf(response), response.ActivityId, response.RequestCharge);

        (session.Account, session.ETag, session.NewestFingerprints) = (account, response[0].ETag, newest);
        if (session.Index is { } index) foreach (var fingerprint in added) index.Add(fingerprint);
        return true;
    }

    /// <summary>Notes that everything up to an entry was told, if nobody has committed since the session's state was read. What came after it is untold from now on.</summary>
    /// <param name="session">The account.</param>
    /// <param name="through">The last entry that was told.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>Whether it is noted.</returns>
    public async Task<bool> MarkTold(AccountSession session, long through, DateTimeOffset now, CancellationToken cancellation)
    {
        var left = through < session.Account.Sequence ? new Untold(through + 1, now) : null;
        return await Replace(session, left, session.NeverHadEndpoints, cancellation);
    }

    /// <summary>Notes that the account may have alert endpoints of its own from now on, if nobody has committed since the session's state was read. Whoever commits after it, asks for them.</summary>
    /// <returns>Whether it is noted.</returns>
    public async Task<bool> ExpectEndpoints(AccountSession session, CancellationToken cancellation) =>
        !session.NeverHadEndpoints || await Replace(session, session.Untold, neverHadEndpoints: false, cancellation);

    /// <summary>Finds the record of a grant that has nothing left; null when there is none.</summary>
    public async Task<ClosedGrant?> FindClosedGrant(AccountId account, string grantId, CancellationToken cancellation) =>
        (await Find(account, ClosedGrantDocument.IdOf(grantId), AccountDocumentsJson.Default.ClosedGrantDocument, cancellation))?.ToClosedGrant();

    /// <summary>Finds the records of grants that have nothing left, by how their ids begin.</summary>
    public async Task<IReadOnlyList<ClosedGrant>> FindClosedGrants(AccountId account, string idPrefix, CancellationToken cancellation)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE STARTSWITH(c.id, @prefix)").WithParameter("@prefix", ClosedGrantDocument.IdOf(idPrefix));
        using var feed = container.GetItemQueryStreamIterator(query, requestOptions: new() { PartitionKey = new(account.Value) });
        var found = new List<ClosedGrant>();
        while (feed.HasMoreResults)
        {
            using var response = await feed.ReadNextAsync(cancellation);
            response.EnsureSuccessStatusCode();
            found.AddRange((await Read(response, AccountDocumentsJson.Default.FeedClosedGrantDocument, cancellation)).Documents.Select(document => document.ToClosedGrant()));
        }

        return found;
    }

    /// <summary>Finds the record of a hold that has ended; null when there is none.</summary>
    public async Task<ClosedHold?> FindClosedHold(AccountId account, string holdId, CancellationToken cancellation) =>
        (await Find(account, ClosedHoldDocument.IdOf(holdId), AccountDocumentsJson.Default.ClosedHoldDocument, cancellation))?.ToClosedHold();

    /// <summary>The number of the entry that reversed a debit; null when none has.</summary>
    public async Task<long?> FindReversal(AccountId account, long debit, CancellationToken cancellation) =>
        (await Find(account, CorrectionDocument.ReversalOf(debit), AccountDocumentsJson.Default.CorrectionDocument, cancellation))?.Entry;

    /// <summary>The number of the entry that made a deduction; null when none has.</summary>
    public async Task<long?> FindDeduction(AccountId account, string deductionId, CancellationToken cancellation) =>
        (await Find(account, CorrectionDocument.DeductionOf(deductionId), AccountDocumentsJson.Default.CorrectionDocument, cancellation))?.Entry;

    private async Task<T?> Find<T>(AccountId account, string id, JsonTypeInfo<T> type, CancellationToken cancellation) where T : class
    {
        using var response = await container.ReadItemStreamAsync(id, new(account.Value), cancellationToken: cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;

        response.EnsureSuccessStatusCode();
        return await Read(response, type, cancellation);
    }

    private async Task<(AccountDocument? Document, string? ETag)> ReadAccount(AccountId id, CancellationToken cancellation)
    {
        using var response = await container.ReadItemStreamAsync(AccountDocument.DocumentId, new(id.Value), cancellationToken: cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound) return (null, null);

        response.EnsureSuccessStatusCode();
        return (await Read(response, AccountDocumentsJson.Default.AccountDocument, cancellation), response.Headers.ETag);
    }

    // What the document says beside the account itself.
    private async Task<bool> Replace(AccountSession session, Untold? untold, bool neverHadEndpoints, CancellationToken cancellation)
    {
        var document = Json(AccountDocument.Of(session.Account, session.NewestFingerprints, untold, neverHadEndpoints), AccountDocumentsJson.Default.AccountDocument);
        using var response = await container.ReplaceItemStreamAsync(
            document, AccountDocument.DocumentId, new(session.Account.Id.Value), new() { IfMatchEtag = session.ETag, EnableContentResponseOnWrite = false }, cancellation);
        if (response.StatusCode == HttpStatusCode.PreconditionFailed) return false;

        response.EnsureSuccessStatusCode();
        (session.ETag, session.Untold, session.NeverHadEndpoints) = (response.Headers.ETag, untold, neverHadEndpoints);
        return true;
    }

    // A batch as a whole is forbidden for many reasons, most of which concern every account. One that is let in has an operation forbidden only by what its partition holds.
    private static bool FindsFull(TransactionalBatchResponse response) =>
        response.StatusCode == HttpStatusCode.Forbidden
        && (SubStatusOf(response) == PartitionFull || response.Any(operation => operation.StatusCode == HttpStatusCode.FailedDependency));

    private static int SubStatusOf(TransactionalBatchResponse response) =>
        int.TryParse(response.Headers["x-ms-substatus"], NumberStyles.None, CultureInfo.InvariantCulture, out var subStatus) ? subStatus : 0;

    // The pages that the added fingerprints fill, and what is left for the account document.
    private static (IReadOnlyList<FingerprintPageDocument> FullPages, ulong[] Newest) Spill(AccountSession session, ulong[] added, DateTimeOffset bookedAt)
    {
        ulong[] unspilled = [.. session.NewestFingerprints, .. added];
        var firstPage = (session.Account.Sequence - session.NewestFingerprints.Length) / FingerprintsPerPage;

        var fullPages = new FingerprintPageDocument[unspilled.Length / FingerprintsPerPage];
        for (var i = 0; i < fullPages.Length; i++)
        {
            fullPages[i] = new()
            {
                Id = FingerprintPageDocument.IdOf(firstPage + i),
                AccountId = session.Account.Id.Value,
                Page = firstPage + i,
                Fingerprints = FingerprintBytes.Of(unspilled.AsSpan(i * FingerprintsPerPage, FingerprintsPerPage)),
                At = bookedAt.ToUnixTimeMilliseconds(),
            };
        }

        return (fullPages, unspilled[(fullPages.Length * FingerprintsPerPage)..]);
    }

    // Entries are never changed, so an index only lacks what came after it. What has been spilled since must be read again.
    private static bool TryCatchUp(FingerprintIndex index, AccountSession session)
    {
        var known = index.Through - (session.Account.Sequence - session.NewestFingerprints.Length);
        if (known < 0) return false;

        foreach (var fingerprint in session.NewestFingerprints.AsSpan((int)known)) index.Add(fingerprint);
        return true;
    }

    private static ulong FingerprintOf(Entry entry) => entry.Movement is Movement.Debited debited ? debited.Event.Identity.Fingerprint() : 0;

    // Without escapes that JSON does not need: event data is text full of quotes, and the store charges, and limits, by size.
    internal static MemoryStream Json<T>(T document, JsonTypeInfo<T> type, int expectedBytes = 1024)
    {
        // The client takes the stream's buffer as it is, so this is the only copy of a page that may have a megabyte.
        var buffer = new ArrayBufferWriter<byte>(expectedBytes);
        using (var writer = new Utf8JsonWriter(buffer, Unescaped)) JsonSerializer.Serialize(writer, document, type);
        MemoryMarshal.TryGetArray(buffer.WrittenMemory, out var bytes);
        return new(bytes.Array!, bytes.Offset, bytes.Count, writable: false, publiclyVisible: true);
    }

    private static async Task<T> Read<T>(ResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellation) where T : class =>
        await JsonSerializer.DeserializeAsync(response.Content, type, cancellation)
        ?? throw new InvalidOperationException("The store answered with an empty document.");
}
