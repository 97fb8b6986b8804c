using System.Text.Json.Nodes;

namespace Credits.Local.Stripe;

/// <summary>A refusal as Stripe answers it.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="type">What kind of error.</param>
/// <param name="message">What is wrong.</param>
/// <param name="code">Which error, for programs; null for none.</param>
internal sealed class StripeError(int status, string type, string message, string? code = null) : Exception(message)
{
    private JsonObject? _about;

    public int Status { get; } = status;

    public string? Code { get; } = code;

    public static StripeError Invalid(string message, string? code = null) => new(StatusCodes.Status400BadRequest, "invalid_request_error", message, code);

    public static StripeError Missing(string what, string id) => new(StatusCodes.Status404NotFound, "invalid_request_error", $"No such {what}: '{id}'", "resource_missing");

    /// <summary>The refusal that a payment can't be changed so as it is now.</summary>
    public static StripeError UnexpectedState(JsonObject intent, string deed) =>
        Invalid($"You cannot {deed} this PaymentIntent because it has a status of {intent["status"]!.GetValue<string>()}.", "payment_intent_unexpected_state").About(intent, null);

    /// <summary>The refusal of a card that was charged.</summary>
    public static StripeError Declined(Decline decline, JsonObject intent) =>
        new StripeError(StatusCodes.Status402PaymentRequired, "card_error", "Your card was declined.", decline.Code).About(intent, decline.DeclineCode);

    public JsonObject ToJson()
    {
        var error = new JsonObject { ["type"] = type, ["message"] = Message, ["code"] = Code };
        foreach (var (name, value) in _about ?? []) error[name] = value?.DeepClone();
        return new() { ["error"] = error };
    }

    private StripeError About(JsonObject intent, string? declineCode)
    {
        _about = new() { ["decline_code"] = declineCode, ["payment_intent"] = intent.DeepClone() };
        return this;
    }
}
