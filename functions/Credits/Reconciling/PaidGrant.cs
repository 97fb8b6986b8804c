namespace Credits.Reconciling;

/// <summary>A grant that was paid for, or given away with one, and what has become of it since.</summary>
/// <param name="Amount">What was granted.</param>
/// <param name="Cost">What it says that it cost; null for nothing.</param>
/// <param name="Expired">What expired of it unburned.</param>
/// <param name="Taken">What was taken back of it, less what was restored.</param>
public sealed record PaidGrant(Credits Amount, Money? Cost, Credits Expired, Credits Taken);
