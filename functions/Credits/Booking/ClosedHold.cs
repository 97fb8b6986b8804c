using Credits.Holds;

namespace Credits.Booking;

/// <summary>A hold that a commit ends.</summary>
/// <param name="Hold">The hold as it was placed.</param>
/// <param name="End">How it ended.</param>
/// <param name="ClosedBy">The number of the entry that ended it.</param>
public sealed record ClosedHold(Hold Hold, HoldEnd End, long ClosedBy);
