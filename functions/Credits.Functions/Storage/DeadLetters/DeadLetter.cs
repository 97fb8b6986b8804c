using System.Collections.Immutable;
using Credits.Events;

namespace Credits.Functions.Storage.DeadLetters;

/// <summary>A message, or one event of it, that could not be booked: kept whole, with the reason, until somebody has mended the cause.</summary>
public sealed record DeadLetter
{
    private const int TickDigits = 19;
    private const int MaxIdLength = 128;

    /// <summary>Unique; the same for the same event of the same message, however often it is delivered. Newer ones sort first.</summary>
    public required string Id { get; init; }

    /// <summary>Why it was not booked.</summary>
    public required Refusal Reason { get; init; }

    /// <summary>The body as received; for one event of an array, that event's JSON.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The message's application properties, which carry a binary CloudEvent's attributes.</summary>
    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The event hub's partition.</summary>
    public required string Partition { get; init; }

    /// <summary>The message's number in its partition.</summary>
    public required long SequenceNumber { get; init; }

    /// <summary>When the event hub took the message.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>When it became a dead letter.</summary>
    public required DateTimeOffset DeadLetteredAt { get; init; }

    /// <summary>The event's account, source, id and meter as far as they could be read.</summary>
    public DeadLetterSubject Subject { get; init; } = new(null, null, null, null);

    /// <summary>When it was sent to the event hub again; null while nobody has.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>The id of a dead letter.</summary>
    /// <param name="partition">The event hub's partition.</param>
    /// <param name="sequenceNumber">The message's number in it.</param>
    /// <param name="index">The event's place within the message.</param>
    /// <param name="enqueuedAt">When the event hub took the message.</param>
    public static string IdOf(string partition, long sequenceNumber, int index, DateTimeOffset enqueuedAt) =>
        $"{DateTimeOffset.MaxValue.UtcTicks - enqueuedAt.UtcTicks:D19}-{partition}-{sequenceNumber}-{index}";

    /// <summary>Whether a text could be such an id; whatever else a caller makes up is none of the stores' keys.</summary>
    public static bool IsId(string text) =>
        text.Length is > TickDigits and <= MaxIdLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-') && text.AsSpan(0, TickDigits).IndexOfAnyExceptInRange('0', '9') < 0;
}

/// <summary>What a dead letter says it is about; each part is null where it could not be read.</summary>
public sealed record DeadLetterSubject(string? Account, string? Source, string? EventId, string? Meter);
