using Credits.Periods;
using Stripe;

namespace Credits.Functions.Payments;

/// <summary>Reads the invoices of Stripe's subscriptions.</summary>
internal static class StripeInvoices
{
    private const int MostLines = 100;

    public static async Task<Invoice?> Find(StripeConnection stripe, string id, CancellationToken cancellation)
    {
        // The invoice has the subscription's metadata as they were when it was made; those of now may have been mended.
        var expanded = new InvoiceGetOptions { Expand = ["parent.subscription_details.subscription"] };
        if (await stripe.AskIfAny(() => new InvoiceService(stripe.Client).GetAsync(id, expanded, requestOptions: null, cancellation)) is not { } invoice) return null;

        var metadata = invoice.Parent?.SubscriptionDetails?.Subscription?.Metadata;
        var lines = await stripe.Ask(() => new InvoiceLineItemService(stripe.Client).ListAsync(id, new() { Limit = MostLines }, requestOptions: null, cancellation));
        return new(
            invoice.Id, invoice.Status == "paid", new(invoice.AmountPaid, invoice.Currency.ToUpperInvariant()), PaymentMetadata.AccountIn(metadata), PaymentMetadata.PlanIn(metadata), PeriodOf(lines));
    }

    // What is used is billed after its period and what is granted before it, so the period that begins last is the one to come.
    private static BillingPeriod? PeriodOf(IEnumerable<InvoiceLineItem> lines)
    {
        var newest = lines.Where(line => line.Parent?.SubscriptionItemDetails is { Proration: false }).MaxBy(line => line.Period.Start);
        return newest is null ? null : new(Utc(newest.Period.Start), Utc(newest.Period.End));
    }

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
