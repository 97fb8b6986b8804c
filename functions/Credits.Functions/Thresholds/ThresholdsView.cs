using Credits.Limits;
using Credits.Thresholds;

namespace Credits.Functions.Thresholds;

/// <summary>Every threshold of an account, as of a moment.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AsOf">The moment.</param>
/// <param name="Thresholds">The operator's, the customer's and the plan's.</param>
/// <param name="ExpiryNoticeDays">How many days before a grant expires somebody is told; left out for not at all.</param>
public sealed record ThresholdsView(string AccountId, DateTimeOffset AsOf, IReadOnlyList<StandingThresholdView> Thresholds, int? ExpiryNoticeDays);

/// <summary>A threshold, and whether it is reached.</summary>
/// <param name="CreditType">Of which credits.</param>
/// <param name="Left">So many credits.</param>
/// <param name="Percent">So much of what the open grants that had not ended were granted with when the last one came.</param>
/// <param name="SetBy">Who wants to be told.</param>
/// <param name="Reached">Whether it is reached, and has not recovered since.</param>
public sealed record StandingThresholdView(string CreditType, Credits? Left, int? Percent, SetBy SetBy, bool Reached)
{
    internal static StandingThresholdView Of(Threshold threshold, bool reached) => new(threshold.CreditType.Value, threshold.Left, threshold.Percent, threshold.SetBy, reached);
}
