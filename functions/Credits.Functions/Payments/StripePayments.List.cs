using Stripe;

namespace Credits.Functions.Payments;

public sealed partial class StripePayments
{
    // The most that Stripe lists at a time.
    private const int PageSize = 100;

    /// <inheritdoc/>
    public async Task<PaymentPage> List(DateTimeOffset from, DateTimeOffset until, string? after, CancellationToken cancellation)
    {
        var asked = new PaymentIntentListOptions
        {
            // Stripe keeps whole seconds, so a moment within one begins with the next.
            Created = new DateRangeOptions { GreaterThanOrEqual = SecondFrom(from), LessThan = SecondFrom(until) },
            Limit = PageSize,
            StartingAfter = after,
            Expand = ["data.latest_charge"],
        };
        var page = await _stripe.Ask(() => new PaymentIntentService(_stripe.Client).ListAsync(asked, requestOptions: null, cancellation));

        var payments = new List<Payment>();
        foreach (var intent in page.Where(intent => PaymentMetadata.PurposeIn(intent.Metadata) is not null)) payments.Add(await WithLost(intent, cancellation));
        return new(payments, page.HasMore ? page.Last().Id : null);
    }

    private static DateTime SecondFrom(DateTimeOffset moment) =>
        new DateTimeOffset(moment.UtcTicks + ((TimeSpan.TicksPerSecond - (moment.UtcTicks % TimeSpan.TicksPerSecond)) % TimeSpan.TicksPerSecond), TimeSpan.Zero).UtcDateTime;
}
