using Credits.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Payments;

internal static class PaymentProblems
{
    private const string RetryAfterSeconds = "5";

    public static Answer NotSetUp() =>
        Problem.Of(
            ProblemTypes.PaymentsNotSetUp, StatusCodes.Status501NotImplemented, "Nothing can be bought here: payments are not set up.",
            "The operator sets the app settings Stripe__ApiKey and Stripe__WebhookSecret; docs/stripe.md tells how.");

    public static Answer InvalidSignature() =>
        Problem.Of(
            ProblemTypes.InvalidSignature, StatusCodes.Status400BadRequest, "The signature is not valid.",
            "Send the body as Stripe did, with its Stripe-Signature header, within five minutes. Nothing was done.");

    public static Answer UnknownPaymentMethod(string id) =>
        Problem.Of(
            ProblemTypes.UnknownPaymentMethod, StatusCodes.Status404NotFound, $"The account has no payment method '{id}'.",
            "List what it has with GET on the account's payment methods; one that was removed does not come back.");

    public static Answer Unavailable() =>
        Problem.Of(
            ProblemTypes.Unavailable, StatusCodes.Status503ServiceUnavailable, "The payment provider can't take the request now.",
            "Ask again in a few seconds, with the same idempotency key; nothing is charged twice.").With("Retry-After", RetryAfterSeconds);

    public static Answer Refused(string? code) =>
        Problem.Of(
            ProblemTypes.PaymentRefused, StatusCodes.Status502BadGateway, $"The payment provider refused the request{(code is null ? "" : $": {code}")}.",
            "Nothing was charged or granted. Mostly the key lacks a permission or the price is below the provider's least; the provider's log names the request.");
}
