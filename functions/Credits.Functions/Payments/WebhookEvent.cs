using System.Text.Json;
using Stripe;

namespace Credits.Functions.Payments;

/// <summary>What a webhook says has happened. It is only a reason to look: what counts is what the provider itself then answers.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Kind">What it means here.</param>
public sealed record WebhookEvent(string Id, WebhookKind Kind)
{
    private const long ToleranceSeconds = 300;
    private const string SetupMode = "setup";

    /// <summary>The payment it is about; null for none.</summary>
    public string? Payment { get; init; }

    /// <summary>Who waits for that payment; null for nobody, or where the event does not say.</summary>
    public string? TopUp { get; init; }

    /// <summary>The invoice it is about; null for none.</summary>
    public string? Invoice { get; init; }

    /// <summary>What the page that ended was for; null for none of this product's.</summary>
    public PaymentPurpose? For { get; init; }

    /// <summary>The provider's customer who left a card; null otherwise.</summary>
    public string? Customer { get; init; }

    /// <summary>The account for which the card was left; null otherwise, or where the event does not say.</summary>
    public string? Account { get; init; }

    /// <summary>Reads a webhook.</summary>
    /// <param name="body">The body as it was sent.</param>
    /// <param name="signature">The signature header.</param>
    /// <param name="secret">The endpoint's signing secret.</param>
    /// <param name="now">The time.</param>
    /// <returns>What it says; null when the signature is not that of the body, or is too old.</returns>
    /// <exception cref="JsonException">The body is signed, but no event.</exception>
    public static WebhookEvent? Of(string body, string signature, string secret, DateTimeOffset now)
    {
        try
        {
            EventUtility.ValidateSignature(body, signature, secret, ToleranceSeconds, now.ToUnixTimeSeconds());
        }
        catch (StripeException)
        {
            return null;
        }

        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        var about = Object(Object(root, "data"), "object");
        var type = Text(root, "type") ?? throw new JsonException("The event has no type.");
        var id = Text(root, "id") ?? throw new JsonException("The event has no id.");
        var metadata = PaymentMetadata.Read(Object(about, "metadata"));
        return type switch
        {
            "checkout.session.completed" when Text(about, "mode") == SetupMode => CardSaved(id, about, metadata),
            "setup_intent.succeeded" or "payment_method.attached" => CardSaved(id, about, metadata),
            "checkout.session.completed" or "checkout.session.async_payment_succeeded" => new(id, WebhookKind.PaymentChanged) { Payment = Text(about, "payment_intent") },
            "payment_intent.succeeded" => Changed(id, about, metadata),
            // A page on which a card was declined still waits for another; only a top-up, which nobody sees, wants to know.
            "payment_intent.payment_failed" or "payment_intent.canceled" or "payment_intent.requires_action" or "payment_intent.processing"
                when PaymentMetadata.TopUpIn(metadata) is not null => Changed(id, about, metadata),
            "charge.refunded" or "refund.updated" or "refund.failed" or "charge.dispute.closed" or "charge.dispute.funds_reinstated" =>
                new(id, WebhookKind.PaymentChanged) { Payment = Text(about, "payment_intent") },
            "invoice.paid" => new(id, WebhookKind.InvoicePaid) { Invoice = Text(about, "id") },
            "checkout.session.expired" or "checkout.session.async_payment_failed" => new(id, WebhookKind.CheckoutEnded) { For = PaymentMetadata.PurposeIn(metadata) },
            _ => new(id, WebhookKind.Other),
        };
    }

    private static WebhookEvent Changed(string id, JsonElement intent, Dictionary<string, string> metadata) =>
        new(id, WebhookKind.PaymentChanged) { Payment = Text(intent, "id"), TopUp = PaymentMetadata.TopUpIn(metadata) };

    private static WebhookEvent CardSaved(string id, JsonElement about, Dictionary<string, string> metadata) =>
        new(id, WebhookKind.CardSaved) { Customer = Text(about, "customer"), Account = PaymentMetadata.AccountIn(metadata) };

    private static JsonElement Object(JsonElement parent, string name) => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement parent, string name) => Object(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}

/// <summary>What a webhook means here.</summary>
public enum WebhookKind
{
    /// <summary>Something else; nothing is done.</summary>
    Other,

    /// <summary>A payment may have succeeded or gone back.</summary>
    PaymentChanged,

    /// <summary>A page to pay ended without a payment.</summary>
    CheckoutEnded,

    /// <summary>A customer left a card for later.</summary>
    CardSaved,

    /// <summary>An invoice of a subscription was paid.</summary>
    InvoicePaid,
}
