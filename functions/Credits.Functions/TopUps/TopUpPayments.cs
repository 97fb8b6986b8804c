using Credits.Functions.Payments;
using Credits.Functions.Storage.Payments;

namespace Credits.Functions.TopUps;

/// <summary>Finds what was charged for a purchase, though the answer may have been lost.</summary>
public sealed class TopUpPayments(IPayments payments, TimeProvider clock)
{
    // The provider's clock is not the app's.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>The payment of a purchase that is paid or may still be, by what the purchase knows of it, else by what the provider has.</summary>
    /// <returns>The payment; null when the provider has none but such as were ended.</returns>
    /// <remarks>Turns the pages of all payments since the last attempt, so it is for answers that were lost and no more.</remarks>
    public async Task<Payment?> Find(Purchase purchase, CancellationToken cancellation)
    {
        if ((purchase.Payment ?? purchase.Attempted) is { } known && await payments.Find(known, cancellation) is { } found && found.Status != PaymentStatus.Canceled) return found;

        var (from, until) = ((purchase.AttemptedAt ?? purchase.CreatedAt) - ClockSkew, clock.GetUtcNow() + ClockSkew);
        for (string? after = null; ;)
        {
            var page = await payments.List(from, until, after, cancellation);
            if (page.Payments.FirstOrDefault(payment => IsFor(payment, purchase) && payment.Status != PaymentStatus.Canceled) is { } listed) return listed;
            if (page.Next is null) return null;
            after = page.Next;
        }
    }

    private static bool IsFor(Payment payment, Purchase purchase) => payment.For is { } purpose && purpose.Account == purchase.Account.Value && purpose.Purchase == purchase.Id;
}
