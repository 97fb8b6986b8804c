namespace Credits.Events;

/// <summary>Why something was not booked: a stable code for programs, a sentence for people.</summary>
/// <param name="Code">One of <see cref="RefusalCodes"/>.</param>
/// <param name="Detail">What is wrong, where, and what to do.</param>
public sealed record Refusal(string Code, string Detail);
