using System.Text;
using System.Text.Json;
using Credits.Functions.Http;
using Credits.Functions.Payments;
using Credits.Functions.Purchases;
using Credits.Functions.Storage.Payments;
using Credits.Functions.TopUps;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Credits.Functions.StripeWebhooks;

/// <summary>Hears from Stripe that something happened to a payment or an invoice. The signature is the only key; whatever fails is answered so that Stripe tries again.</summary>
public sealed class StripeWebhookFunction(
    IOptions<StripeOptions> options, PurchaseSettlement settlement, InvoiceSettlement invoices, PurchaseStore purchases, PaymentEventStore events, TimeProvider clock, ILogger<StripeWebhookFunction> log)
{
    private const string SignatureHeader = "Stripe-Signature";

    /// <summary>Takes a webhook. The same one again does nothing more.</summary>
    [Function("PostStripeWebhook")]
    [Public]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/webhooks/stripe")] HttpRequest request, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellation)
    {
        if (options.Value.WebhookSecret.Length == 0 || options.Value.ApiKey.Length == 0) return PaymentProblems.NotSetUp();

        var body = Encoding.UTF8.GetString((await RequestBody.ReadBytesOf(request, cancellation)).Span);
        if (Read(body, request.Headers[SignatureHeader].ToString()) is not { } webhook)
        {
            log.LogWarning("A webhook was refused: its signature is wrong, missing or too old");
            return PaymentProblems.InvalidSignature();
        }

        return Answer.Ok(new WebhookView(await Handle(webhook, orchestrations, cancellation)));
    }

    private WebhookEvent? Read(string body, string signature)
    {
        try
        {
            return WebhookEvent.Of(body, signature, options.Value.WebhookSecret, clock.GetUtcNow());
        }
        catch (JsonException)
        {
            throw new ProblemException(Problem.Invalid(new Fault("body", "Is signed, but no event of Stripe's.")));
        }
    }

    private async Task<WebhookOutcome> Handle(WebhookEvent webhook, DurableTaskClient orchestrations, CancellationToken cancellation)
    {
        if (webhook.Kind == WebhookKind.Other || !ResourceId.IsOne(webhook.Id)) return WebhookOutcome.Ignored;
        if (await events.WasHandled(webhook.Id, cancellation)) return WebhookOutcome.Repeated;

        var outcome = webhook switch
        {
            { Kind: WebhookKind.CheckoutEnded, For: { } purpose } => await Abandon(purpose, cancellation),
            { Kind: WebhookKind.CardSaved } => await TellOfCard(webhook.Account, orchestrations, cancellation),
            { Payment: { } payment } when ResourceId.IsOne(payment) => await Settle(payment, webhook.TopUp, orchestrations, cancellation),
            { Invoice: { } invoice } when ResourceId.IsOne(invoice) => Of((await invoices.Settle(invoice, cancellation)).Outcome),
            _ => WebhookOutcome.Ignored,
        };

        // A parked payment's webhook stays unhandled: sent again once the cause is mended, it settles the payment.
        if (outcome != WebhookOutcome.Parked) await events.MarkHandled(webhook.Id, clock.GetUtcNow(), cancellation);
        log.LogInformation("Webhook {Event} about payment {Payment} for top-up {TopUp}: {Outcome}", webhook.Id, webhook.Payment ?? webhook.Invoice, webhook.TopUp, outcome);
        return outcome;
    }

    // Whoever waits for the payment hears of it after it is settled, and before the webhook counts as handled.
    private async Task<WebhookOutcome> Settle(string payment, string? topUp, DurableTaskClient orchestrations, CancellationToken cancellation)
    {
        var outcome = Of((await settlement.Settle(payment, cancellation)).Outcome);
        if (topUp is not null) await TopUpInstance.TellPayment(orchestrations, topUp, payment, cancellation);
        return outcome;
    }

    // A top-up whose card was declined tries the new one at once.
    private static async Task<WebhookOutcome> TellOfCard(string? accountId, DurableTaskClient orchestrations, CancellationToken cancellation)
    {
        if (!AccountId.TryParse(accountId, out var account)) return WebhookOutcome.Ignored;

        await TopUpInstance.TellChange(orchestrations, account, cancellation);
        return WebhookOutcome.Settled;
    }

    private async Task<WebhookOutcome> Abandon(PaymentPurpose purpose, CancellationToken cancellation)
    {
        if (!AccountId.TryParse(purpose.Account, out var account) || !ResourceId.IsOne(purpose.Purchase)) return WebhookOutcome.Ignored;

        var purchase = await purchases.Change(
            account, purpose.Purchase, before => before.State == PurchaseState.Open ? before with { State = PurchaseState.Abandoned } : before, cancellation);
        return purchase is null ? WebhookOutcome.Ignored : WebhookOutcome.Settled;
    }

    private static WebhookOutcome Of(SettlementOutcome outcome) => outcome switch
    {
        SettlementOutcome.Settled => WebhookOutcome.Settled,
        SettlementOutcome.Pending => WebhookOutcome.Pending,
        SettlementOutcome.Parked => WebhookOutcome.Parked,
        _ => WebhookOutcome.Ignored,
    };
}
