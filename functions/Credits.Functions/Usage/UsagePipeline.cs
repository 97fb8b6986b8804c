using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Credits.Events;
using Credits.Functions.Storage.DeadLetters;
using Credits.Functions.Storage.Ingest;
using Credits.Functions.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Usage;

/// <summary>The path of events: receive → rate → burn → commit. What can't be booked is dead-lettered, each event for itself.</summary>
/// <remarks>
/// Returns only when every event of the batch is settled. An account that can't be worked with has its events dead-lettered and holds nobody else's back. When the store fails, for one account or for all, it throws after everything else is done, and the
/// trigger's retry policy brings the whole batch again: what was booked by then is recognized as a duplicate. So no event is skipped and none debits twice.
/// </remarks>
public sealed class UsagePipeline(
    CloudEventReader reader, UsageBooker booker, DeadLetterStore deadLetters, IngestStore ingest, Instruments instruments,
    IOptions<UsageOptions> options, TimeProvider clock, ILogger<UsagePipeline> log)
{
    // So many accounts that fail tell of a store out of reach, and the rest of a batch would wait in vain. Fewer may fail alone, for as long as it takes to mend them.
    private const int FailuresOfAStore = 16;

    /// <summary>Settles a batch.</summary>
    /// <exception cref="AggregateException">The events of some accounts could not be booked; the batch must come again. Of one account, its exception comes as it is.</exception>
    public async Task<IngestOutcomes> Settle(EventHubBatch batch, CancellationToken cancellation)
    {
        using var traced = new TracedEvents(batch.Partition);
        var received = Receive(batch, traced);
        instruments.EventsReceived.Add(received.Count);
        var refused = new ConcurrentBag<DeadLetter>();
        foreach (var item in received)
            if (item.Read.Refusal is { } refusal) refused.Add(ToDeadLetter(batch.Partition, item, refusal));

        var (booked, duplicates) = (0, 0);
        var failures = new ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(
            received.Where(item => item.Read.Event is not null).GroupBy(item => item.Read.Event!.Account),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.ParallelAccounts, CancellationToken = cancellation },
            async (account, stop) =>
            {
                if (failures.Count >= FailuresOfAStore) return;

                var items = account.ToArray();
                try
                {
                    var bookings = await Book(account.Key, [.. items.Select(item => item.Read.Event!)], traced, stop);
                    foreach (var (place, refusal) in bookings.Refused) refused.Add(ToDeadLetter(batch.Partition, items[place], refusal));
                    Interlocked.Add(ref booked, bookings.Booked);
                    Interlocked.Add(ref duplicates, bookings.Duplicates);
                }
                catch (Exception e) when (!cancellation.IsCancellationRequested)
                {
                    failures.Enqueue(e);
                }
            });

        if (!refused.IsEmpty)
        {
            // Once more with the batch's end, should a crash have hidden it; but not at every try until then, which may be for days.
            var added = await deadLetters.Add(refused, cancellation);
            var told = failures.IsEmpty ? refused : added;
            var reasons = told.CountBy(letter => letter.Reason.Code).ToArray();
            instruments.CountDeadLetters(reasons);
            if (told.Count > 0) log.LogWarning("{Count} events of partition {Partition} became dead letters: {Reasons}", told.Count, batch.Partition, string.Join(", ", reasons));
        }

        if (failures is { Count: 1 } && failures.TryPeek(out var only)) ExceptionDispatchInfo.Throw(only);
        if (!failures.IsEmpty) throw new AggregateException($"The events of {failures.Count} accounts could not be booked, so the batch must come again.", failures);

        var outcomes = new IngestOutcomes(booked, duplicates, refused.Count);
        await ingest.Advance(batch.Partition, batch.Ranges, outcomes, reRead: batch.IsReRead ? batch.Messages.Length : 0, cancellation);
        if (!batch.Messages.IsEmpty) instruments.IngestDelay.Record((clock.GetUtcNow() - batch.Messages.Min(message => message.EnqueuedAt)).TotalSeconds);
        return outcomes;
    }

    // Retried without end, one account's fault would stop everybody else on the partition. What was booked of it before is a duplicate when it is replayed.
    private async Task<AccountBookings> Book(AccountId account, UsageEvent[] events, TracedEvents traced, CancellationToken cancellation)
    {
        try
        {
            return await booker.Book(account, events, traced, cancellation);
        }
        catch (Exception e) when (AccountFault.IsOne(e))
        {
            instruments.AccountsFaulted.Add(1);
            log.LogError(e, "Account {Account} can't be worked with; its {Count} events become dead letters", account, events.Length);
            var refused = new AccountBookings();
            for (var i = 0; i < events.Length; i++)
                refused.Refuse(i, new(RefusalCodes.AccountFault, AccountFault.Tell(account, e)));
            return refused;
        }
    }

    private List<Item> Receive(EventHubBatch batch, TracedEvents traced)
    {
        var items = new List<Item>(batch.Messages.Length);
        foreach (var message in batch.Messages)
            foreach (var read in reader.Read(message.Body, message.Properties)) items.Add(new(message, read, traced.Start(read.Event, read.Trace?.Parent, read.Trace?.State, message.SequenceNumber)));

        return items;
    }

    private DeadLetter ToDeadLetter(string partition, Item item, Refusal refusal)
    {
        TracedEvents.DeadLettered(item.Span, refusal.Code);
        return new()
        {
            Id = DeadLetter.IdOf(partition, item.Message.SequenceNumber, item.Read.Index, item.Message.EnqueuedAt),
            Reason = refusal,
            Body = item.Read.Body,
            Properties = item.Message.Properties,
            Partition = partition,
            SequenceNumber = item.Message.SequenceNumber,
            EnqueuedAt = item.Message.EnqueuedAt,
            DeadLetteredAt = clock.GetUtcNow(),
            Subject = item.Read.Subject,
        };
    }

    private readonly record struct Item(UsageMessage Message, ReceivedEvent Read, Activity? Span);
}
