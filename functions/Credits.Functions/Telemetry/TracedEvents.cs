using System.Diagnostics;
using Credits.Events;
using Credits.Journal;

namespace Credits.Functions.Telemetry;

/// <summary>The events of a batch that their apps trace. Each has a span from its receipt until it is settled, in its app's trace.</summary>
/// <param name="partition">The partition that the batch is of.</param>
public sealed class TracedEvents(string partition) : IDisposable
{
    /// <summary>So many events of a batch are traced at most: an app that traces everything does not slow booking down.</summary>
    internal const int MaxEvents = 100;

    private readonly List<Activity> _all = [];

    // By the very event, since the same may be twice in a batch.
    private readonly Dictionary<UsageEvent, Activity> _ofEvents = new(ReferenceEqualityComparer.Instance);

    /// <summary>For what comes from no batch.</summary>
    public static TracedEvents None { get; } = new("");

    /// <summary>Starts an event's span, if its app traces it.</summary>
    /// <param name="usage">The event; null when it can't be read.</param>
    /// <param name="traceParent">Its trace, as written.</param>
    /// <param name="traceState">What goes with that.</param>
    /// <param name="sequenceNumber">Its message's number in the partition.</param>
    /// <returns>The span; null for none.</returns>
    public Activity? Start(UsageEvent? usage, string? traceParent, string? traceState, long sequenceNumber)
    {
        if (traceParent is null || _all.Count == MaxEvents || Spans.Sampled(traceParent, traceState) is not { } app) return null;

        // Many are open at a time, so none of them is the current one.
        var invocation = Activity.Current;
        var span = Spans.Source.StartActivity(Spans.BookUsage, ActivityKind.Consumer, app, links: invocation is null ? null : [new(invocation.Context)]);
        Activity.Current = invocation;
        if (span is null) return null;

        span.SetTag("messaging.destination.partition.id", partition).SetTag("credits.sequence_number", sequenceNumber);
        if (usage is not null)
        {
            span.SetTag(Spans.Account, usage.Account.Value).SetTag("credits.meter", usage.Meter);
            _ofEvents.Add(usage, span);
        }

        _all.Add(span);
        return span;
    }

    /// <summary>Starts the span of a commit: in the trace of the first event in it that is traced, with links to the others.</summary>
    internal Activity? StartCommit(AccountId account, IReadOnlyList<Entry> entries)
    {
        if (!Spans.AreWanted) return null;

        var events = Of(entries).Select(traced => traced.Span.Context).ToArray();
        var span = events.Length == 0
            ? Spans.Source.StartActivity(Spans.Commit)
            : Spans.Source.StartActivity(Spans.Commit, ActivityKind.Internal, events[0], links: events[1..].Select(other => new ActivityLink(other)));
        return span?.SetTag(Spans.Account, account.Value).SetTag("credits.entries", entries.Count);
    }

    /// <summary>Notes that a commit's events are debited.</summary>
    internal void Booked(IReadOnlyList<Entry> entries)
    {
        foreach (var (span, entry) in Of(entries)) span.SetTag(Spans.Outcome, "booked").SetTag("credits.entry", entry);
    }

    /// <summary>Notes that an event had been debited before.</summary>
    internal void Duplicate(UsageEvent usage, long entry)
    {
        if (_ofEvents.TryGetValue(usage, out var span)) span.SetTag(Spans.Outcome, "duplicate").SetTag("credits.entry", entry);
    }

    /// <summary>Notes that an event became a dead letter.</summary>
    internal static void DeadLettered(Activity? span, string reason) => span?.SetTag(Spans.Outcome, "dead_lettered").SetTag("credits.reason", reason);

    /// <summary>Ends every span. What has no outcome by then failed with its batch, which comes again.</summary>
    public void Dispose()
    {
        foreach (var span in _all)
        {
            if (span.GetTagItem(Spans.Outcome) is null) span.SetStatus(ActivityStatusCode.Error, "The batch failed; it comes again.");
            span.Dispose();
        }
    }

    private IEnumerable<(Activity Span, long Entry)> Of(IReadOnlyList<Entry> entries)
    {
        if (_ofEvents.Count == 0) yield break;

        foreach (var entry in entries)
            if (entry.Movement is Movement.Debited debited && _ofEvents.TryGetValue(debited.Event, out var span)) yield return (span, entry.Sequence);
    }
}
