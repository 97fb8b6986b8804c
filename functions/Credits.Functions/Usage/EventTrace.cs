using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Credits.Functions.Telemetry;

namespace Credits.Functions.Usage;

/// <summary>
/// The trace that an event belongs to, as its app wrote it (<see href="https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/distributed-tracing.md">CloudEvents' extension</see>)
/// or its client library. No part of the event: sent again with another, it is still the same.
/// </summary>
/// <param name="Parent">The <c>traceparent</c>, as written.</param>
/// <param name="State">The <c>tracestate</c>; null for none, or for one that is longer than anybody has to hand on.</param>
public sealed record EventTrace(string Parent, string? State)
{
    // What the W3C asks everybody to hand on. Each span of the event carries it, and a message may have a megabyte.
    private const int MaxStateLength = 512;

    private const string StateName = "tracestate";

    // What Azure's libraries call it where they know no traceparent.
    private const string DiagnosticId = "Diagnostic-Id";

    /// <summary>The <c>tracestate</c>.</summary>
    public string? State { get; } = State?.Length <= MaxStateLength ? State : null;

    internal static EventTrace? InProperties(ImmutableDictionary<string, string> properties, string prefix) =>
        Spans.AreWanted && properties.GetValueOrDefault(prefix + Spans.TraceParent) is { } parent ? new(parent, properties.GetValueOrDefault(prefix + StateName)) : null;

    internal static EventTrace? InEnvelope(JsonElement envelope) =>
        Spans.AreWanted && Text(envelope, "traceparent"u8) is { } parent ? new(parent, Text(envelope, "tracestate"u8)) : null;

    /// <summary>The trace of a message, for those of its events that have none of their own.</summary>
    internal static EventTrace? OfMessage(ImmutableDictionary<string, string> properties) =>
        properties.IsEmpty || !Spans.AreWanted ? null
        : InProperties(properties, "") ?? (properties.GetValueOrDefault(DiagnosticId) is { } id ? new(id, State: null) : null);

    // Neither has characters that JSON escapes, and no fault of theirs may keep an event from being booked, as reading any text could.
    private static string? Text(JsonElement envelope, ReadOnlySpan<byte> name)
    {
        if (!envelope.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;

        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        return Ascii.IsValid(raw) && !raw.Contains((byte)'\\') ? Encoding.ASCII.GetString(raw) : null;
    }
}
