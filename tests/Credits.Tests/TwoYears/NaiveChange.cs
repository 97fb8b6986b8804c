namespace Credits.Tests.TwoYears;

/// <summary>Another plan, or none, from a moment on.</summary>
internal sealed record NaiveChange(DateTimeOffset At, string? Plan);
