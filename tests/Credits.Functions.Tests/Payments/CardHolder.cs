using Credits.Functions.Payments;
using Credits.Functions.Tests.Building;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Tests.Payments;

/// <summary>An account whose customer leaves cards at the stand-in, and the port that charges them.</summary>
internal sealed class CardHolder
{
    private readonly RunningStripe _stripe;

    private CardHolder(RunningStripe stripe)
    {
        _stripe = stripe;
        Payments = new StripePayments(
            Options.Create(new StripeOptions { ApiKey = stripe.Endpoint.ApiKey, ApiBase = stripe.Endpoint.Url.ToString().TrimEnd('/') }), NullLogger<StripePayments>.Instance);
    }

    public AccountId Account { get; } = Given.NewAccount();

    public StripePayments Payments { get; }

    public string Customer { get; private set; } = "";

    public static async Task<CardHolder> Of(RunningStripe stripe)
    {
        var holder = new CardHolder(stripe);
        holder.Customer = await holder.Payments.MakeCustomer(holder.Account, "Acme", CancellationToken.None);
        return holder;
    }

    /// <summary>Attaches one of Stripe's test payment methods; answers its id.</summary>
    public async Task<string> Attach(string token) => (await _stripe.Ask($"v1/payment_methods/{token}/attach", ("customer", Customer))).Body["id"]!.GetValue<string>();

    /// <summary>Charges 10 EUR to a card.</summary>
    public Task<Payment> Charge(string card, string? key = null, long amount = 1_000) => Payments.Charge(
        new(new(Account.Value, "ten", "p1"), "top-up-1", Customer, card, new(amount, "EUR"), "Ten credits", key ?? Guid.NewGuid().ToString("N")), CancellationToken.None);

    public Task Finish(Payment payment, bool succeed) => _stripe.Ask($"stand-in/payments/{payment.Id}/finish?succeed={(succeed ? "true" : "false")}");
}
