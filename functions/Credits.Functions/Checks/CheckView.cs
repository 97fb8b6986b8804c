using Credits.Checks;

namespace Credits.Functions.Checks;

/// <summary>Whether an account may use something.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AsOf">The moment.</param>
/// <param name="Decision">The answer.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">The same in words, with what would help.</param>
/// <param name="CreditType">The type of credits it would burn.</param>
/// <param name="Cost">What it would cost; left out while no quantities are known.</param>
/// <param name="Available">What could be burned for it.</param>
/// <param name="Caps">The caps it would count against.</param>
/// <param name="ResetsAt">When the cap that denies it begins anew.</param>
/// <param name="Fallback">What the plan hints to use instead; left out when the use is allowed without a warning.</param>
public sealed record CheckView(
    string AccountId, DateTimeOffset AsOf, Decision Decision, string Reason, string Detail, string CreditType, Credits? Cost, Credits Available,
    IReadOnlyList<CapView> Caps, DateTimeOffset? ResetsAt, string? Fallback)
{
    internal static CheckView Of(string accountId, DateTimeOffset asOf, Verdict verdict, string? fallback) => new(
        accountId, asOf, verdict.Decision, verdict.Reason, verdict.Detail, verdict.CreditType.Value, verdict.Cost, verdict.Available,
        [.. verdict.Caps.Select(cap => CapView.Of(cap, verdict.CreditType))], verdict.ResetsAt, verdict.Decision == Decision.Allowed ? null : fallback);
}
