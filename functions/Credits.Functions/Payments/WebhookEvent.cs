using System.Text.Json;
using Stripe;

namespace Credits.Functions.Payments;

/// <summary>What a webhook says has happened. It is only a reason to look: what counts is what the provider itself then answers.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Kind">What it means here.</param>
/// <param name="Payment">The payment it is about; null for none.</param>
/// <param name="For">What the page that ended was for; null for none of this product's.</param>
public sealed record WebhookEvent(string Id, WebhookKind Kind, string? Payment, PaymentPurpose? For)
{
    private const long ToleranceSeconds = 300;

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
        return type switch
        {
            "checkout.session.completed" or "checkout.session.async_payment_succeeded" => new(id, WebhookKind.PaymentChanged, Text(about, "payment_intent"), null),
            "payment_intent.succeeded" => new(id, WebhookKind.PaymentChanged, Text(about, "id"), null),
            "charge.refunded" or "refund.updated" or "refund.failed" or "charge.dispute.closed" or "charge.dispute.funds_reinstated" =>
                new(id, WebhookKind.PaymentChanged, Text(about, "payment_intent"), null),
            "checkout.session.expired" or "checkout.session.async_payment_failed" => new(id, WebhookKind.CheckoutEnded, null, StripePayments.PurposeOf(Object(about, "metadata"))),
            _ => new(id, WebhookKind.Other, null, null),
        };
    }

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
}
