using Credits.Accounts;

namespace Credits.Journal;

/// <summary>A numbered, sealed line of an account's journal.</summary>
/// <param name="Sequence">Counts an account's entries from 1, without gaps.</param>
/// <param name="BookedAt">When it was booked, UTC; an event's own time is within its movement.</param>
/// <param name="Movement">What happened.</param>
/// <param name="Hash">SHA-256 over the entry before's hash and this entry's canonical bytes.</param>
public sealed record Entry(long Sequence, DateTimeOffset BookedAt, Movement Movement, EntryHash Hash);
