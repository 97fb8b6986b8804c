namespace Credits.Periods;

/// <summary>What one event adds to a counter.</summary>
/// <param name="Counter">The counter's name.</param>
/// <param name="PeriodStart">The start of the billing period that the event's time lies in.</param>
/// <param name="Quantity">How much.</param>
public readonly record struct Counted(string Counter, DateTimeOffset PeriodStart, Quantity Quantity);
