using System.Net;
using System.Text.Json;
using Credits.Functions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Stripe;
using Stripe.Checkout;

namespace Credits.Functions.Payments;

/// <summary>Payments through Stripe.</summary>
public sealed partial class StripePayments(IOptions<StripeOptions> options, ILogger<StripePayments> log) : IPayments
{
    private const string AccountKey = "credits_account";
    private const string PackKey = "credits_pack";
    private const string PurchaseKey = "credits_purchase";
    private const string Succeeded = "succeeded";
    private const string LostDispute = "lost";
    private const int NetworkRetries = 2;
    private const int MostDisputes = 100;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly Lazy<StripeClient> _client = new(() => new(new StripeClientOptions
    {
        ApiKey = options.Value.ApiKey,
        ApiBase = options.Value.ApiBase,
        HttpClient = new SystemNetHttpClient(new HttpClient { Timeout = Timeout }, NetworkRetries, appInfo: null, enableTelemetry: false),
    }));

    /// <inheritdoc/>
    public bool AreSetUp => options.Value.ApiKey.Length > 0;

    /// <inheritdoc/>
    public async Task<string> MakeCustomer(AccountId account, string? name, CancellationToken cancellation)
    {
        var asked = new CustomerCreateOptions { Name = name, Metadata = new() { [AccountKey] = account.Value } };
        return (await Ask(() => new CustomerService(_client.Value).CreateAsync(asked, Once($"credits-customer-{account}"), cancellation))).Id;
    }

    /// <inheritdoc/>
    public async Task<CheckoutPage> OpenCheckout(CheckoutOrder order, CancellationToken cancellation)
    {
        var (purpose, offer) = (order.For, order.Offer);
        var metadata = new Dictionary<string, string> { [AccountKey] = purpose.Account, [PackKey] = purpose.Pack, [PurchaseKey] = purpose.Purchase };
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
        var session = await Ask(() => new SessionService(_client.Value).CreateAsync(asked, Once($"credits-purchase-{purpose.Account}-{purpose.Purchase}"), cancellation));
        return new(session.Id, session.Url);
    }

    /// <inheritdoc/>
    public async Task<Payment?> Find(string paymentId, CancellationToken cancellation)
    {
        var intent = await Ask(() => IfAny(() => new PaymentIntentService(_client.Value).GetAsync(paymentId, new() { Expand = ["latest_charge"] }, requestOptions: null, cancellation)));
        return intent is null ? null : await PaymentOf(intent, cancellation);
    }

    private async Task<Payment> PaymentOf(PaymentIntent intent, CancellationToken cancellation) =>
        new(
            intent.Id,
            intent.Status == Succeeded ? new(intent.AmountReceived, intent.Currency.ToUpperInvariant()) : null,
            PurposeOf(intent.Metadata),
            intent.LatestCharge?.AmountRefunded ?? 0,
            intent.LatestCharge is { Disputed: true } ? await LostOf(intent.Id, cancellation) : 0);

    private async Task<long> LostOf(string paymentId, CancellationToken cancellation)
    {
        var disputes = await Ask(() => new DisputeService(_client.Value).ListAsync(new() { PaymentIntent = paymentId, Limit = MostDisputes }, requestOptions: null, cancellation));
        return disputes.Where(dispute => dispute.Status == LostDispute).Sum(dispute => dispute.Amount);
    }

    private static PaymentPurpose? PurposeOf(Dictionary<string, string>? metadata) =>
        metadata is not null && metadata.TryGetValue(PurchaseKey, out var purchase)
            ? new(metadata.GetValueOrDefault(AccountKey, ""), metadata.GetValueOrDefault(PackKey, ""), purchase)
            : null;

    /// <summary>What metadata of an event's JSON says.</summary>
    internal static PaymentPurpose? PurposeOf(JsonElement metadata) =>
        metadata.ValueKind == JsonValueKind.Object
            ? PurposeOf(metadata.EnumerateObject().Where(item => item.Value.ValueKind == JsonValueKind.String).ToDictionary(item => item.Name, item => item.Value.GetString()!))
            : null;

    private static RequestOptions Once(string key) => new() { IdempotencyKey = key };

    private static async Task<T?> IfAny<T>(Func<Task<T>> ask) where T : class
    {
        try
        {
            return await ask();
        }
        catch (StripeException e) when (e.HttpStatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    // Only codes and the request's id go to the log: messages may repeat what was sent.
    private async Task<T> Ask<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StripeException e)
        {
            log.LogWarning("Stripe answered {Status} with code {Code} to request {Request}", (int)e.HttpStatusCode, e.StripeError?.Code, e.StripeResponse?.RequestId);
            throw new ProblemException(PaymentProblems.Of(e.HttpStatusCode, e.StripeError?.Code));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            log.LogWarning("Stripe did not answer: {Reason}", e.GetType().Name);
            throw new ProblemException(PaymentProblems.Unavailable());
        }
    }
}
