using System.Diagnostics;

namespace Credits.Functions.Telemetry;

/// <summary>The spans that the app itself makes, and what carries them over a queue: a W3C <c>traceparent</c>.</summary>
public static class Spans
{
    /// <summary>Their source.</summary>
    public const string SourceName = "Credits.Functions";

    /// <summary>The header and the property that carry a trace.</summary>
    public const string TraceParent = "traceparent";

    internal const string BookUsage = "book usage";
    internal const string Commit = "commit";
    internal const string Tell = "tell";
    internal const string Deliver = "deliver";

    internal const string Account = "credits.account";
    internal const string Outcome = "credits.outcome";

    internal static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody wants spans. Where nobody does, no trace is even read.</summary>
    public static bool AreWanted => Source.HasListeners();

    /// <summary>The current span, for what follows on it later or elsewhere; null when it is not recorded.</summary>
    public static string? Current => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } recorded ? recorded.Id : null;

    /// <summary>Reads a trace that its caller records; null when it does not, or when this is no trace.</summary>
    internal static ActivityContext? Sampled(string? traceParent, string? traceState = null) =>
        ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var caller) && caller.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? caller : null;

    /// <summary>Starts a span that follows on one from before; without one, on the current.</summary>
    internal static Activity? Follow(string name, ActivityKind kind, string? traceParent) =>
        Sampled(traceParent) is { } before ? Source.StartActivity(name, kind, before) : Source.StartActivity(name, kind);

    /// <summary>Notes what the store took for the commit that is under way.</summary>
    internal static void NoteStored(int operations, double requestCharge)
    {
        if (Activity.Current is { OperationName: Commit } commit && commit.Source == Source) commit.SetTag("credits.operations", operations).SetTag("credits.request_charge", requestCharge);
    }
}
