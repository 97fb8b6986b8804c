using System.Text.Json.Nodes;

namespace Credits.Local.Stripe;

/// <summary>One of Stripe's test cards.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Token">The payment method that the API knows it by.</param>
/// <param name="What">What it does, in words.</param>
/// <param name="Declined">Why charges are declined; null when they are not.</param>
/// <param name="Asks">When its holder must confirm.</param>
/// <param name="StaysProcessing">Whether a charge stays in processing until somebody finishes it. No card of Stripe's does so.</param>
/// <param name="Brand">Its brand.</param>
internal sealed record TestCard(
    string Number, string Token, string What, Decline? Declined = null, Authentication Asks = Authentication.Never, bool StaysProcessing = false, string Brand = "visa")
{
    private const int LastDigits = 4;

    public static IReadOnlyList<TestCard> All { get; } =
    [
        new("4242424242424242", "pm_card_visa", "pays"),
        new("5555555555554444", "pm_card_mastercard", "pays, too", Brand: "mastercard"),
        new("4000002500003155", "pm_card_authenticationRequiredOnSetup", "pays once its holder has authenticated; left so, later without", Asks: Authentication.Once),
        new("4000002760003184", "pm_card_authenticationRequired", "pays when its holder authenticates, each time", Asks: Authentication.Always),
        new("4000000000000002", "pm_card_chargeDeclined", "is declined", Decline.Of("generic_decline")),
        new("4000000000009995", "pm_card_chargeDeclinedInsufficientFunds", "is declined: insufficient funds", Decline.Of("insufficient_funds")),
        new("4000000000009987", "pm_card_chargeDeclinedLostCard", "is declined: lost card", Decline.Of("lost_card")),
        new("4000000000009979", "pm_card_chargeDeclinedStolenCard", "is declined: stolen card", Decline.Of("stolen_card")),
        new("4000000000000069", "pm_card_chargeDeclinedExpiredCard", "is declined: expired card", new("expired_card", null)),
        new("4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "is declined: incorrect CVC", new("incorrect_cvc", null)),
        new("4000000000000119", "pm_card_chargeDeclinedProcessingError", "is declined: processing error", new("processing_error", null)),
        new("4000000000000341", "pm_card_chargeCustomerFail", "can be left, and is declined when it is charged", Decline.Of("generic_decline")),
        new("9000000000000001", "pm_standin_processing", "can be left, and stays in processing when it is charged (no card of Stripe's)", StaysProcessing: true),
    ];

    public string Last4 => Number[^LastDigits..];

    public static TestCard Of(string number) => All.FirstOrDefault(card => card.Number == number) ?? throw StripeError.Invalid($"'{number}' is none of the test cards.", "incorrect_number");

    public static TestCard? OfToken(string token) => All.FirstOrDefault(card => card.Token == token);
}

/// <summary>When a card's holder must confirm.</summary>
internal enum Authentication
{
    Never,

    /// <summary>When it is first used or left.</summary>
    Once,

    /// <summary>Every time.</summary>
    Always,
}

/// <summary>Why a card pays nothing.</summary>
/// <param name="Code">The error's code.</param>
/// <param name="DeclineCode">The bank's reason; null where Stripe has none beside the code.</param>
internal sealed record Decline(string Code, string? DeclineCode)
{
    public static Decline AuthenticationRequired { get; } = new("authentication_required", "authentication_required");

    /// <summary>A decline for one of the bank's reasons.</summary>
    public static Decline Of(string reason) => new("card_declined", reason);

    /// <summary>What people read.</summary>
    public string Reason => DeclineCode ?? Code;

    public JsonObject ToJson() => new() { ["type"] = "card_error", ["code"] = Code, ["decline_code"] = DeclineCode, ["message"] = "Your card was declined." };
}
