using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Credits.Events;
using Credits.Journal;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Reads accounts' journals, and the fingerprints that lead into them.</summary>
public sealed class JournalStore(Container container, IOptions<AccountStoreOptions> options, TimeProvider clock)
{
    private const int PagesPerRequest = 20;
    private const int FingerprintPagesPerRequest = 200;

    // Far more than the clocks of two instances do, by which pages that follow each other were booked.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromHours(1);

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
            var pages = await FingerprintsWithinWindow(session.Account.Id, spilled / AccountStore.FingerprintsPerPage, cancellation);
            index.StartAfter(spilled - (pages.Count * AccountStore.FingerprintsPerPage));
            foreach (var page in pages.AsEnumerable().Reverse())
                foreach (var fingerprint in FingerprintBytes.ToFingerprints(page.Fingerprints)) index.Add(fingerprint);
        }

        foreach (var fingerprint in session.NewestFingerprints) index.Add(fingerprint);
        return index;
    }

    // Newest first. Those before them are still there, for a longer window than today's.
    private async Task<List<FingerprintPageDocument>> FingerprintsWithinWindow(AccountId account, long fullPages, CancellationToken cancellation)
    {
        var from = clock.GetUtcNow() - options.Value.DedupeWindow - FingerprintPageDocument.BeyondWindow;
        var query = new QueryDefinition("SELECT * FROM c WHERE c.kind = @kind AND (NOT IS_DEFINED(c.at) OR c.at >= @from) ORDER BY c.page DESC")
            .WithParameter("@kind", FingerprintPageDocument.DocumentKind)
            .WithParameter("@from", (from - ClocksDiffer).ToUnixTimeMilliseconds());

        var pages = new List<FingerprintPageDocument>();
        await foreach (var page in Query(query, account, FingerprintPagesPerRequest, AccountDocumentsJson.Default.FeedFingerprintPageDocument, cancellation))
        {
            if (page.Page >= fullPages) continue; // spilled by a commit after the session's state
            if (page.At is { } at && at < from.ToUnixTimeMilliseconds()) break;

            var next = fullPages - 1 - pages.Count;
            if (page.Page != next && page.At is null) break; // it outlived one that was booked after it, which has left the window
            if (page.Page != next) throw new InvalidOperationException($"Account {account} lacks fingerprint page {FingerprintPageDocument.IdOf(next)}.");
            pages.Add(page);
        }

        return pages;
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
