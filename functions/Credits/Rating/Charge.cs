using Credits.Grants;

namespace Credits.Rating;

/// <summary>What an event costs.</summary>
/// <param name="Amount">Zero or more.</param>
/// <param name="CreditType">The type of credits it burns.</param>
/// <param name="RateCard">The rate card that priced it.</param>
/// <param name="Version">That rate card's version.</param>
public readonly record struct Charge(Credits Amount, CreditType CreditType, string RateCard, int Version);
