namespace Credits.Grants;

/// <summary>For which period of which plan's allotment a grant is: from the grant's effect on.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Allotment">Its allotment.</param>
/// <param name="End">The first moment of the period after it.</param>
public sealed record AllotmentPeriod(string Plan, string Allotment, DateTimeOffset End);
