using System.Diagnostics.Metrics;
using Credits.Journal;

namespace Credits.Functions.Telemetry;

/// <summary>What the app measures. It costs next to nothing while nobody listens.</summary>
/// <remarks>After a crash or a retry what was counted counts again: the journal is the truth, these are for graphs and alert rules. No tag names an account, a member, an address or a URL.</remarks>
public sealed class Instruments
{
    /// <summary>The meter.</summary>
    public const string MeterName = "Credits.Functions";

    // Seconds: from what a batch takes when nothing is amiss to what retention allows.
    private static readonly InstrumentAdvice<double> Delays = new() { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600, 86_400] };

    /// <summary>Makes them.</summary>
    public Instruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        EventsReceived = meter.CreateCounter<long>("credits.events.received", "{event}", "Usage events that came in messages");
        EventsBooked = meter.CreateCounter<long>("credits.events.booked", "{event}", "Usage events of messages that were debited");
        EventsDuplicate = meter.CreateCounter<long>("credits.events.duplicate", "{event}", "Usage events of messages that had been debited before");
        EventsDeadLettered = meter.CreateCounter<long>("credits.events.dead_lettered", "{event}", "Usage events of messages that became dead letters");
        Burned = meter.CreateCounter<long>("credits.burned", "{microcredit}", "Credits that debits burned, overdraft included; what was reversed later is not taken off");
        CommitAttempts = meter.CreateCounter<long>("credits.commit.attempts", "{commit}", "Commits to accounts that were tried");
        CommitConflicts = meter.CreateCounter<long>("credits.commit.conflicts", "{commit}", "Commits that came too late, since somebody else had committed to the account");
        RequestCharge = meter.CreateCounter<double>("credits.cosmos.request_charge", "{RU}", "Request units that Cosmos DB charged");
        IngestDelay = meter.CreateHistogram("credits.ingest.delay", "s", "From the event hub until settled, of the oldest message of each batch", tags: null, Delays);
        IngestLag = meter.CreateGauge<long>("credits.ingest.lag", "{message}", "Messages of a partition that are not settled");
        IngestStalled = meter.CreateGauge<double>("credits.ingest.stalled", "s", "For how long the oldest message has waited that the trigger has left behind");
        IngestReRead = meter.CreateCounter<long>("credits.ingest.reread", "{message}", "Messages that the trigger passed over and that were read again");
        IngestLost = meter.CreateCounter<long>("credits.ingest.lost", "{message}", "Messages that the event hub's retention removed before they were settled");
        TopUps = meter.CreateCounter<long>("credits.topups", "{top-up}", "What became of automatic top-ups");
        PaymentsParked = meter.CreateCounter<long>("credits.payments.parked", "{payment}", "Payments that were parked, since nothing could be granted for them");
        DueBacklog = meter.CreateGauge<long>("credits.due.backlog", "{chunk}", "Chunks of due accounts that wait on the queue");
        DueAccounts = meter.CreateCounter<long>("credits.due.accounts", "{account}", "Due accounts that were worked on");
        AccountsFaulted = meter.CreateCounter<long>("credits.accounts.faulted", "{account}", "Accounts that could not be worked with when they had events");
        AlertDeliveries = meter.CreateCounter<long>("credits.alerts.deliveries", "{attempt}", "Attempts to deliver alerts");
    }

    /// <summary>Usage events that came in messages.</summary>
    public Counter<long> EventsReceived { get; }

    /// <summary>Usage events of messages that were debited, counted once their commit succeeded.</summary>
    public Counter<long> EventsBooked { get; }

    /// <summary>Usage events of messages that had been debited before.</summary>
    public Counter<long> EventsDuplicate { get; }

    /// <summary>Usage events of messages that became dead letters.</summary>
    public Counter<long> EventsDeadLettered { get; }

    /// <summary>Millionths of a credit that debits burned.</summary>
    public Counter<long> Burned { get; }

    /// <summary>Commits to accounts that were tried.</summary>
    public Counter<long> CommitAttempts { get; }

    /// <summary>Commits that came too late, since somebody else had committed to the account.</summary>
    public Counter<long> CommitConflicts { get; }

    /// <summary>What Cosmos DB charged. Its sum by the events booked is what an event costs.</summary>
    public Counter<double> RequestCharge { get; }

    /// <summary>How long the oldest message of a batch took from the event hub until it was settled.</summary>
    public Histogram<double> IngestDelay { get; }

    /// <summary>Messages of a partition that are not settled.</summary>
    public Gauge<long> IngestLag { get; }

    /// <summary>For how long the oldest message of a partition has waited that the trigger has left behind; 0 where it has left none.</summary>
    public Gauge<double> IngestStalled { get; }

    /// <summary>Messages that the trigger passed over and that were read again.</summary>
    public Counter<long> IngestReRead { get; }

    /// <summary>Messages that the event hub's retention removed before they were settled.</summary>
    public Counter<long> IngestLost { get; }

    /// <summary>What became of automatic top-ups.</summary>
    public Counter<long> TopUps { get; }

    /// <summary>Payments that were parked, since nothing could be granted for them.</summary>
    public Counter<long> PaymentsParked { get; }

    /// <summary>Chunks of due accounts that wait on the queue.</summary>
    public Gauge<long> DueBacklog { get; }

    /// <summary>Due accounts that were worked on.</summary>
    public Counter<long> DueAccounts { get; }

    /// <summary>Accounts that could not be worked with when they had events.</summary>
    public Counter<long> AccountsFaulted { get; }

    /// <summary>Attempts to deliver alerts.</summary>
    public Counter<long> AlertDeliveries { get; }

    /// <summary>Counts what a commit burned, once it has succeeded. A credit's millionths are counted, since no sum of credits may be rounded.</summary>
    public void CountBurned(IReadOnlyList<Entry> committed)
    {
        if (!Burned.Enabled) return;

        foreach (var entry in committed)
            if (entry.Movement is Movement.Debited { Event.Meter: var meter, Charge: var charge }) Burned.Add(charge.Amount.Millionths, new("credit_type", charge.CreditType.Value), new("meter", meter));
    }

    /// <summary>Counts events that became dead letters, by why.</summary>
    public void CountDeadLetters(IEnumerable<KeyValuePair<string, int>> byReason)
    {
        foreach (var (reason, count) in byReason) EventsDeadLettered.Add(count, new KeyValuePair<string, object?>("reason", reason));
    }

    /// <summary>Counts one more of something, by what became of it.</summary>
    public static void Count(Counter<long> what, string outcome, int by = 1) => what.Add(by, new KeyValuePair<string, object?>("outcome", outcome));
}
