namespace Credits.Accounts;

/// <summary>What priced an account's events until its last scheduled change of plan or pin: it still prices those of before that come late.</summary>
/// <remarks>Its own rate card too, for a pin is the number of one card's version.</remarks>
/// <param name="Plan">The plan until then; null for none.</param>
/// <param name="Pin">The pin until then; null for none.</param>
/// <param name="RateCard">The id of the account's own rate card until then; null for none.</param>
/// <param name="Until">When the change came: the first event time that it no longer prices.</param>
public sealed record FormerPrices(string? Plan, RateCardPin? Pin, string? RateCard, DateTimeOffset Until);
