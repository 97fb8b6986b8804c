using System.Collections.Immutable;

namespace Credits.Functions.Usage;

/// <summary>A message as it came from the event hub.</summary>
/// <param name="Body">Its bytes.</param>
/// <param name="Properties">Its application properties, as text.</param>
/// <param name="SequenceNumber">Its number in its partition.</param>
/// <param name="EnqueuedAt">When the event hub took it.</param>
public sealed record UsageMessage(
    ReadOnlyMemory<byte> Body, ImmutableDictionary<string, string> Properties, long SequenceNumber, DateTimeOffset EnqueuedAt);
