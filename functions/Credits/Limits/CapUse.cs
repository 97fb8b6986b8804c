namespace Credits.Limits;

/// <summary>That an event counts against a cap.</summary>
/// <param name="Counter">The cap's counter.</param>
/// <param name="WindowStart">The start of the window that the event's time lies in.</param>
public readonly record struct CapUse(string Counter, DateTimeOffset WindowStart);
