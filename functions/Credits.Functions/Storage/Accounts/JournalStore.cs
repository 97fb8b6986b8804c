using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Credits.Events;
using Credits.Journal;
using Microsoft.Azure.Cosmos;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Reads accounts' journals, and the fingerprints that lead into them.</summary>
public sealed class JournalStore(Container container)
{
    private const int PagesPerRequest = 20;
    private const int FingerprintPagesPerRequest = 200;

    /// <summary>The journal pages that hold the entries from a number on and were booked in a half-open time span, in order.</summary>
    public async IAsyncEnumerable<ImmutableArray<Entry>> Read(
        AccountId account, long fromSequence, DateTimeOffset? bookedFrom, DateTimeOffset? bookedBefore, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The page that holds an entry begins at or before it.
        var first = fromSequence <= 1 ? 1 : (await FindPage(account, fromSequence, cancellation))?[0].Sequence ?? fromSequence;
        var query = new QueryDefinition(
                "SELECT * FROM c WHERE c.kind = @kind AND c.first >= @first AND c.at >= @from AND c.at < @before ORDER BY c.first")
            .WithParameter("@kind", JournalPageDocument.DocumentKind)
            .WithParameter("@first", first)
            .WithParameter("@from", bookedFrom?.ToUnixTimeMilliseconds() ?? 0)
            .WithParameter("@before", (bookedBefore ?? DateTimeOffset.MaxValue).ToUnixTimeMilliseconds());

        await foreach (var page in Query(query, account, PagesPerRequest, AccountDocumentsJson.Default.FeedJournalPageDocument, cancellation))
            yield return page.ToEntries();
    }

    /// <summary>Finds the entry that debited an event within the dedupe window; null when none did.</summary>
    public async ValueTask<Entry?> FindBooking(AccountSession session, EventIdentity identity, CancellationToken cancellation)
    {
        var index = session.Index ??= await LoadIndex(session, cancellation);

        var candidates = index.Find(identity.Fingerprint());
        if (candidates is null) return null;

        foreach (var sequence in candidates)
        {
            var entry = session.FindRead(sequence) ?? await ReadInto(session, sequence, cancellation);
            if (entry.Movement is Movement.Debited booking && booking.Event.Identity == identity) return entry;
        }

        return null;
    }

    /// <summary>An entry that is known to be there, perhaps since the session's state was read.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public async ValueTask<Entry> Find(AccountSession session, long sequence, CancellationToken cancellation) =>
        session.FindRead(sequence) ?? await ReadInto(session, sequence, cancellation);

    private async Task<Entry> ReadInto(AccountSession session, long sequence, CancellationToken cancellation)
    {
        var page = await FindPage(session.Account.Id, sequence, cancellation);
        if (page is { } entries) session.KeepRead(entries);
        return session.FindRead(sequence)
            ?? throw new InvalidOperationException($"The journal of account {session.Account.Id} lacks entry {sequence}.");
    }

    private async Task<ImmutableArray<Entry>?> FindPage(AccountId account, long sequence, CancellationToken cancellation)
    {
        var query = new QueryDefinition("SELECT TOP 1 * FROM c WHERE c.kind = @kind AND c.first <= @sequence ORDER BY c.first DESC")
            .WithParameter("@kind", JournalPageDocument.DocumentKind)
            .WithParameter("@sequence", sequence);

        await foreach (var page in Query(query, account, maxItems: 1, AccountDocumentsJson.Default.FeedJournalPageDocument, cancellation))
            return page.ToEntries();

        return null;
    }

    private async Task<FingerprintIndex> LoadIndex(AccountSession session, CancellationToken cancellation)
    {
        var index = new FingerprintIndex();
        var spilled = session.Account.Sequence - session.NewestFingerprints.Length;
        if (spilled > 0)
        {
            var query = new QueryDefinition("SELECT * FROM c WHERE c.kind = @kind ORDER BY c.page")
                .WithParameter("@kind", FingerprintPageDocument.DocumentKind);
            var pages = Query(query, session.Account.Id, FingerprintPagesPerRequest, AccountDocumentsJson.Default.FeedFingerprintPageDocument, cancellation);
            await foreach (var page in pages)
            {
                var start = page.Page * AccountStore.FingerprintsPerPage;
                if (start >= spilled) break; // spilled by a commit after the session's state
                if (index.Through == 0 && start > 0) index.StartAfter(start); // earlier pages have left the dedupe window
                if (index.Through != start)
                    throw new InvalidOperationException($"Account {session.Account.Id} lacks the fingerprint page before {page.Id}.");

                foreach (var fingerprint in FingerprintBytes.ToFingerprints(page.Fingerprints)) index.Add(fingerprint);
            }

            if (index.Through == 0) index.StartAfter(spilled); // every full page has
            if (index.Through != spilled)
                throw new InvalidOperationException($"Account {session.Account.Id} has fingerprints through entry {index.Through}, not {spilled}.");
        }

        foreach (var fingerprint in session.NewestFingerprints) index.Add(fingerprint);
        return index;
    }

    private async IAsyncEnumerable<T> Query<T>(
        QueryDefinition query, AccountId account, int maxItems, JsonTypeInfo<Feed<T>> type, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var options = new QueryRequestOptions { PartitionKey = new(account.Value), MaxItemCount = maxItems };
        using var feed = container.GetItemQueryStreamIterator(query, requestOptions: options);
        while (feed.HasMoreResults)
        {
            using var response = await feed.ReadNextAsync(cancellation);
            response.EnsureSuccessStatusCode();
            var page = await JsonSerializer.DeserializeAsync(response.Content, type, cancellation);
            foreach (var document in page?.Documents ?? []) yield return document;
        }
    }
}
