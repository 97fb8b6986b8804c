using System.Collections.Concurrent;
using System.Diagnostics;
using Credits.Functions.Telemetry;

namespace Credits.Functions.Tests.Telemetry;

/// <summary>Somebody who listens to the app's traces, and an app of the test's own whose trace it looks at.</summary>
internal sealed class Listening : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public Listening()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == Spans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public ActivityTraceId Trace { get; } = ActivityTraceId.CreateRandom();

    public ActivitySpanId App { get; } = ActivitySpanId.CreateRandom();

    /// <summary>The app's span, which it records.</summary>
    public string TraceParent => $"00-{Trace}-{App}-01";

    /// <summary>The app's span, which it does not record.</summary>
    public string Unrecorded => $"00-{Trace}-{App}-00";

    public IReadOnlyList<Activity> Ended(string name) => [.. _ended.Where(span => span.TraceId == Trace && span.OperationName == name)];

    public void Dispose() => _listener.Dispose();
}
