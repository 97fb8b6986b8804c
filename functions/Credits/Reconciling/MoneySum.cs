using System.Collections.Immutable;

namespace Credits.Reconciling;

/// <summary>Payments of a currency and their grants, summed up, in the currency's smallest unit. They reconcile when received − back = granted − taken back.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Received">What was received.</param>
/// <param name="Back">What of it went back or was lost to disputes.</param>
/// <param name="Granted">What the grants say that they cost.</param>
/// <param name="TakenBack">The cost of what was taken back of them.</param>
public sealed record MoneySum(string Currency, long Received, long Back, long Granted, long TakenBack)
{
    /// <summary>Whether they reconcile.</summary>
    public bool Agrees => Received - Back == Granted - TakenBack;

    /// <summary>The sums of all payments, by currency.</summary>
    public static ImmutableArray<MoneySum> Of(IEnumerable<PaymentBooks> payments) =>
    [
        .. payments.Select(payment => payment.Sum()).OfType<MoneySum>().GroupBy(sum => sum.Currency, StringComparer.Ordinal)
            .Select(sums => new MoneySum(sums.Key, sums.Sum(sum => sum.Received), sums.Sum(sum => sum.Back), sums.Sum(sum => sum.Granted), sums.Sum(sum => sum.TakenBack)))
            .OrderBy(sum => sum.Currency, StringComparer.Ordinal),
    ];
}
