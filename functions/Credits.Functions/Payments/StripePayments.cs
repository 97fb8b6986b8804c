using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Stripe;
using Stripe.Checkout;

namespace Credits.Functions.Payments;

/// <summary>Payments through Stripe.</summary>
public sealed partial class StripePayments(IOptions<StripeOptions> options, ILogger<StripePayments> log) : IPayments
{
    private const string Card = "card";
    private const string LostDispute = "lost";
    private const string UnexpectedState = "payment_intent_unexpected_state";
    private const int MostDisputes = 100;
    private const int MostCards = 100;

    private readonly StripeConnection _stripe = new(options.Value, log);

    /// <inheritdoc/>
    public bool AreSetUp => options.Value.ApiKey.Length > 0;

    /// <inheritdoc/>
    public async Task<string> MakeCustomer(AccountId account, string? name, CancellationToken cancellation)
    {
        var asked = new CustomerCreateOptions { Name = name, Metadata = PaymentMetadata.Of(account) };
        return (await _stripe.Ask(() => new CustomerService(_stripe.Client).CreateAsync(asked, StripeConnection.Once($"credits-customer-{account}"), cancellation))).Id;
    }

    /// <inheritdoc/>
    public Task<CheckoutPage> OpenCheckout(CheckoutOrder order, CancellationToken cancellation)
    {
        var (purpose, offer) = (order.For, order.Offer);
        var metadata = order.TopUp is { } topUp ? PaymentMetadata.Of(purpose, topUp) : PaymentMetadata.Of(purpose);
        var asked = new SessionCreateOptions
        {
            Mode = "payment",
            Customer = order.Customer,
            ClientReferenceId = purpose.Account,
            SuccessUrl = order.SuccessUrl,
            CancelUrl = order.CancelUrl,
            Metadata = metadata,
            PaymentIntentData = new() { Metadata = metadata },
            LineItems =
            [
                new()
                {
                    Quantity = offer.Quantity,
                    PriceData = new()
                    {
                        Currency = offer.PriceOfOne.Currency.ToLowerInvariant(),
                        UnitAmount = offer.PriceOfOne.Amount,
                        ProductData = new() { Name = order.Name },
                    },
                },
            ],
        };
        return Open(asked, $"credits-purchase-{purpose.Account}-{purpose.Purchase}", cancellation);
    }

    /// <inheritdoc/>
    public Task<CheckoutPage> OpenSetup(SetupOrder order, CancellationToken cancellation)
    {
        // A card left so may be charged while its holder is away: that is what Checkout's setup mode asks the bank for.
        var metadata = PaymentMetadata.Of(order.Account);
        var asked = new SessionCreateOptions
        {
            Mode = "setup",
            Customer = order.Customer,
            ClientReferenceId = order.Account.Value,
            AllowedPaymentMethodTypes = [Card],
            SuccessUrl = order.SuccessUrl,
            CancelUrl = order.CancelUrl,
            Metadata = metadata,
            SetupIntentData = new() { Metadata = metadata },
        };
        return Open(asked, $"credits-setup-{order.Account}-{order.Id}", cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PaymentMethod>> PaymentMethods(string customer, CancellationToken cancellation)
    {
        var owner = await _stripe.Ask(() => new CustomerService(_stripe.Client).GetAsync(customer, options: null, requestOptions: null, cancellation));
        var listed = await _stripe.Ask(() => new CustomerPaymentMethodService(_stripe.Client).ListAsync(customer, new() { Type = Card, Limit = MostCards }, requestOptions: null, cancellation));
        var chosen = owner.InvoiceSettings?.DefaultPaymentMethodId;
        var charged = listed.Any(card => card.Id == chosen) ? chosen : listed.FirstOrDefault()?.Id;
        return [.. listed.Select(card => new PaymentMethod(card.Id, Card, card.Card.Brand, card.Card.Last4, (int)card.Card.ExpMonth, (int)card.Card.ExpYear, card.Id == charged))];
    }

    /// <inheritdoc/>
    public async Task<bool> Detach(string customer, string paymentMethodId, CancellationToken cancellation)
    {
        // Asked under the customer, for a card by itself tells nobody whose it is before it is gone. It never changes its customer afterwards.
        var found = await _stripe.AskIfAny(() => new CustomerPaymentMethodService(_stripe.Client).GetAsync(customer, paymentMethodId, options: null, requestOptions: null, cancellation));
        if (found is null) return false;

        await _stripe.Ask(() => new PaymentMethodService(_stripe.Client).DetachAsync(found.Id, options: null, requestOptions: null, cancellation));
        return true;
    }

    /// <inheritdoc/>
    public async Task<Payment> Charge(ChargeOrder order, CancellationToken cancellation)
    {
        var asked = new PaymentIntentCreateOptions
        {
            Amount = order.Price.Amount,
            Currency = order.Price.Currency.ToLowerInvariant(),
            Customer = order.Customer,
            PaymentMethod = order.PaymentMethod,
            AllowedPaymentMethodTypes = [Card],
            Confirm = true,
            OffSession = true,
            Description = order.Description,
            Metadata = PaymentMetadata.Of(order.For, order.TopUp),
        };
        return Of(await _stripe.Ask(() => PaidOrDeclined(() => new PaymentIntentService(_stripe.Client).CreateAsync(asked, StripeConnection.Once(order.IdempotencyKey), cancellation))));
    }

    /// <inheritdoc/>
    public async Task<Payment?> Cancel(string paymentId, CancellationToken cancellation)
    {
        try
        {
            var canceled = await _stripe.AskIfAny(() => new PaymentIntentService(_stripe.Client).CancelAsync(paymentId, options: null, requestOptions: null, cancellation));
            return canceled is null ? null : Of(canceled);
        }
        catch (PaymentRefusedException e) when (e.Code == UnexpectedState)
        {
            return await Find(paymentId, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<Payment?> Find(string paymentId, CancellationToken cancellation)
    {
        var intent = await _stripe.AskIfAny(() => new PaymentIntentService(_stripe.Client).GetAsync(paymentId, new() { Expand = ["latest_charge"] }, requestOptions: null, cancellation));
        return intent is null ? null : await WithLost(intent, cancellation);
    }

    /// <inheritdoc/>
    public Task<Invoice?> FindInvoice(string invoiceId, CancellationToken cancellation) => StripeInvoices.Find(_stripe, invoiceId, cancellation);

    private async Task<CheckoutPage> Open(SessionCreateOptions asked, string key, CancellationToken cancellation)
    {
        var session = await _stripe.Ask(() => new SessionService(_stripe.Client).CreateAsync(asked, StripeConnection.Once(key), cancellation));
        return new(session.Id, session.Url);
    }

    private async Task<Payment> WithLost(PaymentIntent intent, CancellationToken cancellation) =>
        Of(intent) with { Lost = intent.LatestCharge is { Disputed: true } ? await LostOf(intent.Id, cancellation) : 0 };

    private async Task<long> LostOf(string paymentId, CancellationToken cancellation)
    {
        var disputes = await _stripe.Ask(() => new DisputeService(_stripe.Client).ListAsync(new() { PaymentIntent = paymentId, Limit = MostDisputes }, requestOptions: null, cancellation));
        return disputes.Where(dispute => dispute.Status == LostDispute).Sum(dispute => dispute.Amount);
    }

    private static Payment Of(PaymentIntent intent)
    {
        var status = IntentStatus.Of(intent);
        return new(
            intent.Id, status == PaymentStatus.Succeeded ? new(intent.AmountReceived, intent.Currency.ToUpperInvariant()) : null, PaymentMetadata.PurposeIn(intent.Metadata),
            intent.LatestCharge?.AmountRefunded ?? 0, Lost: 0)
        {
            Status = status,
            DeclineCode = IntentStatus.DeclineCodeOf(intent),
            TopUp = PaymentMetadata.TopUpIn(intent.Metadata),
        };
    }

    // A card that is declined while nobody is there is an error to Stripe, which carries the payment.
    private static async Task<PaymentIntent> PaidOrDeclined(Func<Task<PaymentIntent>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StripeException e) when (e is { HttpStatusCode: HttpStatusCode.PaymentRequired, StripeError.PaymentIntent: not null })
        {
            return e.StripeError.PaymentIntent;
        }
    }
}
