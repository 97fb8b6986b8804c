using Credits.Grants;

namespace Credits.Booking;

/// <summary>A grant that a commit leaves with nothing.</summary>
/// <param name="Grant">The grant; nothing remains.</param>
/// <param name="ClosedBy">The number of the entry that took the last of it.</param>
/// <param name="Expired">How much the entry that closed it let expire unburned.</param>
/// <param name="Voided">How much of it was voided by the entry that closed it. What a deduction took is none of it.</param>
/// <param name="RolledOver">How much of it went on in another grant.</param>
public sealed record ClosedGrant(Grant Grant, long ClosedBy, Credits Expired, Credits Voided, Credits RolledOver = default);
