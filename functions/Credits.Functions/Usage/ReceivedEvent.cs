using Credits.Events;
using Credits.Functions.Storage.DeadLetters;

namespace Credits.Functions.Usage;

/// <summary>One event of a message: read, or refused with as much as could be read of it.</summary>
/// <param name="Index">Its place within the message.</param>
/// <param name="Event">The event; null when refused.</param>
/// <param name="Refusal">Why it was refused; null when read.</param>
/// <param name="Subject">What it says it is about.</param>
/// <param name="Body">Its own bytes: the message's, or its element's of an array.</param>
public sealed record ReceivedEvent(int Index, UsageEvent? Event, Refusal? Refusal, DeadLetterSubject Subject, ReadOnlyMemory<byte> Body)
{
    /// <summary>The trace that it belongs to; null for none, or while nobody listens to traces.</summary>
    public EventTrace? Trace { get; init; }
}
