using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Credits.Journal;
using Credits.Periods;
using Credits.UsageDays;
using Microsoft.Azure.Cosmos;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Folds accounts' journals into days of usage, and reads them.</summary>
/// <remarks>
/// Days are a projection: nobody folds before somebody asks, and a debit costs nothing more. A slice is one batch guarded by the head's ETag, so
/// each entry counts once however many fold at a time. Deleting the head document makes them come again, at the price of reading the journal.
/// </remarks>
public sealed class UsageDayStore(Container container, JournalStore journal, TimeProvider clock)
{
    // The store refuses a batch over 2 MB or of more than 100 operations. A day weighs up to about half a megabyte and each entry adds at most some kilobytes.
    private const int MaxSliceWeight = 1_000_000;
    private const int MaxSliceDays = 50;
    private const int MaxSliceEntries = 20_000;
    private const int DaysPerRequest = 20;

    private static readonly TransactionalBatchItemRequestOptions Created = new() { EnableContentResponseOnWrite = false };

    /// <summary>Brings an account's days up to date with its journal.</summary>
    /// <returns>The first day with usage; null when there was none.</returns>
    public async Task<DateOnly?> Fold(AccountSession session, CancellationToken cancellation)
    {
        var account = session.Account.Id;
        var backoff = new ConflictBackoff(clock);
        while (true)
        {
            var (head, etag) = await ReadHead(account, cancellation);
            if (string.CompareOrdinal(head?.ZoneRules, RulesOf(head?.ToZones())) < 0) head = null; // by later rules an event may be of another day, which its reversal would miss
            var folding = head?.Folding ?? Guid.NewGuid().ToString("N");
            if (head?.Through >= session.Account.Sequence) return head.FirstDay is { } first ? DateOf(first) : null;

            var (days, zones, through) = await NextSlice(session, folding, head, cancellation);
            if (through <= (head?.Through ?? 0)) throw new InvalidOperationException($"The journal of account {account} lacks the entry after {through}.");

            var next = new UsageHeadDocument
            {
                AccountId = account.Value,
                Folding = folding,
                Through = through,
                FirstDay = days.Keys.Select(UsageDayDocument.AtOf).Append(head?.FirstDay ?? long.MaxValue).Min() is var earliest and < long.MaxValue ? earliest : null,
                Zones = zones.All.IsEmpty ? null : [.. zones.All.Select(zone => new ZoneChangePart { From = zone.Sequence, TimeZone = zone.TimeZone })],
                ZoneRules = RulesOf(zones),
            };
            if (await Store(account, days.Values, next, etag, cancellation)) backoff = new(clock);
            else await backoff.Wait(account, cancellation); // somebody else has folded
        }
    }

    /// <summary>The days with usage of a half-open span, in order, as they are folded.</summary>
    public async IAsyncEnumerable<UsageDay> Read(AccountId account, DateOnly from, DateOnly before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (head, _) = await ReadHead(account, cancellation);
        var query = new QueryDefinition("SELECT * FROM c WHERE c.kind = @kind AND c.at >= @from AND c.at < @before ORDER BY c.at")
            .WithParameter("@kind", UsageDayDocument.DocumentKind)
            .WithParameter("@from", UsageDayDocument.AtOf(from))
            .WithParameter("@before", UsageDayDocument.AtOf(before));
        using var feed = container.GetItemQueryStreamIterator(query, requestOptions: new() { PartitionKey = new(account.Value), MaxItemCount = DaysPerRequest });
        while (feed.HasMoreResults)
        {
            using var response = await feed.ReadNextAsync(cancellation);
            response.EnsureSuccessStatusCode();
            var page = await JsonSerializer.DeserializeAsync(response.Content, AccountDocumentsJson.Default.FeedUsageDayDocument, cancellation);
            foreach (var document in page?.Documents ?? [])
                if (document.Folding == head?.Folding) yield return document.ToDay();
        }
    }

    // The days as changed by the entries after one, as many entries as fit a batch.
    private async Task<(Dictionary<DateOnly, UsageDay> Days, ZoneChanges Zones, long Through)> NextSlice(AccountSession session, string folding, UsageHeadDocument? head, CancellationToken cancellation)
    {
        var (days, zones, after) = (new Dictionary<DateOnly, UsageDay>(), head?.ToZones() ?? ZoneChanges.None, head?.Through ?? 0);
        var (through, weight) = (after, 0);
        await foreach (var page in journal.Read(session.Account.Id, after + 1, bookedFrom: null, bookedBefore: null, cancellation))
        {
            foreach (var entry in page)
            {
                if (entry.Sequence <= after) continue;
                zones = zones.After(entry);
                if (await ChangeOf(session, entry, zones, cancellation) is { } change)
                {
                    if (!days.TryGetValue(change.Date, out var day))
                    {
                        day = await ReadDay(session.Account.Id, folding, change.Date, cancellation);
                        if (days.Count > 0 && (days.Count == MaxSliceDays || weight + day.Weight > MaxSliceWeight)) return (days, zones, through);
                        weight += day.Weight;
                    }

                    days[change.Date] = change.Change(day);
                    weight += days[change.Date].Weight - day.Weight;
                }

                through = entry.Sequence;
                if (weight > MaxSliceWeight || through - after >= MaxSliceEntries) return (days, zones, through);
            }
        }

        return (days, zones, through);
    }

    private async Task<DayChange?> ChangeOf(AccountSession session, Entry entry, ZoneChanges zones, CancellationToken cancellation)
    {
        switch (entry.Movement)
        {
            case Movement.Debited debit:
                var current = InZone(zones.Current);
                return new(UsageDay.DateOf(debit.Event, current), day => day.After(debit, current));
            case Movement.Reversed reversal:
                var reversed = await journal.Find(session, reversal.Debit, cancellation);
                var booked = reversed.Movement as Movement.Debited ?? throw new InvalidOperationException($"Entry {entry.Sequence} of account {session.Account.Id} reverses entry {reversal.Debit}, which is no debit.");
                var calendar = await CalendarAt(session, zones, reversal.Debit, cancellation);
                return new(UsageDay.DateOf(booked.Event, calendar), day => day.After(reversal, booked, calendar));
            default:
                return null;
        }
    }

    // Of a debit older than the changes that are kept, the journal itself tells.
    private async Task<Calendar> CalendarAt(AccountSession session, ZoneChanges zones, long sequence, CancellationToken cancellation)
    {
        if (zones.TryFind(sequence, out var zone)) return InZone(zone);

        var earlier = ZoneChanges.None;
        await foreach (var page in journal.Read(session.Account.Id, fromSequence: 1, bookedFrom: null, bookedBefore: null, cancellation))
        {
            if (page[0].Sequence > sequence) break;
            foreach (var entry in page.TakeWhile(entry => entry.Sequence < sequence)) earlier = earlier.After(entry);
        }

        return InZone(earlier.Current);
    }

    private static Calendar InZone(string? zone) => Calendar.Default with { TimeZone = zone };

    private static string? RulesOf(ZoneChanges? zones) => zones is null or { All.IsEmpty: true } ? null : Calendar.Rules;

    private async Task<bool> Store(AccountId account, IEnumerable<UsageDay> days, UsageHeadDocument head, string? etag, CancellationToken cancellation)
    {
        var batch = container.CreateTransactionalBatch(new(account.Value));
        var document = AccountStore.Json(head, AccountDocumentsJson.Default.UsageHeadDocument);
        if (etag is null) batch.CreateItemStream(document, Created);
        else batch.ReplaceItemStream(UsageHeadDocument.DocumentId, document, new() { IfMatchEtag = etag, EnableContentResponseOnWrite = false });
        foreach (var day in days)
            batch.UpsertItemStream(AccountStore.Json(UsageDayDocument.Of(account, head.Folding, day), AccountDocumentsJson.Default.UsageDayDocument, day.Weight + 1024), Created);

        using var response = await batch.ExecuteAsync(cancellation);
        if (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound) return false;
        return response.IsSuccessStatusCode
            ? true
            : throw new CosmosException($"Storing days of usage of account {account} failed: {response.ErrorMessage}", response.StatusCode, subStatusCode: 0, response.ActivityId, response.RequestCharge);
    }

    private async Task<(UsageHeadDocument? Head, string? ETag)> ReadHead(AccountId account, CancellationToken cancellation)
    {
        using var response = await container.ReadItemStreamAsync(UsageHeadDocument.DocumentId, new(account.Value), cancellationToken: cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound) return (null, null);

        response.EnsureSuccessStatusCode();
        return (await JsonSerializer.DeserializeAsync(response.Content, AccountDocumentsJson.Default.UsageHeadDocument, cancellation), response.Headers.ETag);
    }

    private async Task<UsageDay> ReadDay(AccountId account, string folding, DateOnly date, CancellationToken cancellation)
    {
        using var response = await container.ReadItemStreamAsync(UsageDayDocument.IdOf(date), new(account.Value), cancellationToken: cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound) return UsageDay.Empty(date);

        response.EnsureSuccessStatusCode();
        var document = await JsonSerializer.DeserializeAsync(response.Content, AccountDocumentsJson.Default.UsageDayDocument, cancellation);
        return document?.Folding == folding ? document.ToDay() : UsageDay.Empty(date);
    }

    private static DateOnly DateOf(long at) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime);

    private sealed record DayChange(DateOnly Date, Func<UsageDay, UsageDay> Change);
}
