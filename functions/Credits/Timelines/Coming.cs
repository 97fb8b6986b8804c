using Credits.Journal;

namespace Credits.Timelines;

/// <summary>Something that will happen to an account, if nothing else does before.</summary>
/// <param name="At">When.</param>
/// <param name="Movement">What will be booked; null when the plan renews, which books nothing by itself.</param>
public sealed record Coming(DateTimeOffset At, Movement? Movement);
