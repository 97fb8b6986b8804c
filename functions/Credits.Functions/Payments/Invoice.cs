using Credits.Periods;

namespace Credits.Functions.Payments;

/// <summary>An invoice of a subscription at the payment provider, which bills an account for a period of its plan.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="IsPaid">Whether it is paid; one of nothing is, too.</param>
/// <param name="Paid">What was paid.</param>
/// <param name="Account">The account that the subscription names; null when it is none of this product's.</param>
/// <param name="Plan">The plan that the subscription names; null when it names none.</param>
/// <param name="Period">The period that it is for; null for one that bills none, such as for a change in the midst of a period.</param>
public sealed record Invoice(string Id, bool IsPaid, Money Paid, string? Account, string? Plan, BillingPeriod? Period)
{
    private const string Prefix = "in_";

    /// <summary>Whether an id is that of an invoice, and not of a payment.</summary>
    public static bool IsOne(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);
}
