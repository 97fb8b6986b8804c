namespace Credits.Local.EventHubs;

/// <summary>An event as a partition holds it.</summary>
/// <param name="SequenceNumber">Its number in its partition, from 0 without gaps.</param>
/// <param name="EnqueuedAt">When it was taken, UTC.</param>
/// <param name="PartitionKey">What chose the partition; null when nothing did.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Properties">Its application properties.</param>
/// <param name="ContentType">Its content type, if it has one.</param>
/// <param name="Encoded">The whole message as the sender encoded it.</param>
public sealed record StoredEvent(
    long SequenceNumber, DateTimeOffset EnqueuedAt, string? PartitionKey, ReadOnlyMemory<byte> Body,
    IReadOnlyDictionary<string, object> Properties, string? ContentType, ReadOnlyMemory<byte> Encoded);
