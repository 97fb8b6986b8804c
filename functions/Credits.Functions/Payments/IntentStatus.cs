using Stripe;

namespace Credits.Functions.Payments;

/// <summary>What the status of one of Stripe's PaymentIntents means here.</summary>
internal static class IntentStatus
{
    private const string AuthenticationRequired = "authentication_required";

    public static PaymentStatus Of(PaymentIntent intent) => intent.Status switch
    {
        "succeeded" => PaymentStatus.Succeeded,
        "processing" => PaymentStatus.Processing,
        "requires_action" => PaymentStatus.NeedsAuthentication,
        "canceled" => PaymentStatus.Canceled,
        // Stripe goes back to asking for a card after a decline, and when the bank wants its holder, who is away.
        "requires_payment_method" when intent.LastPaymentError is { } error => error.Code == AuthenticationRequired ? PaymentStatus.NeedsAuthentication : PaymentStatus.Declined,
        _ => PaymentStatus.Other,
    };

    /// <summary>Why a card was declined. Some reasons, such as an expired card, Stripe has as the error's own code alone.</summary>
    public static string? DeclineCodeOf(PaymentIntent intent) =>
        Of(intent) == PaymentStatus.Declined ? intent.LastPaymentError.DeclineCode ?? intent.LastPaymentError.Code : null;
}
