namespace Credits.Local.Stripe;

/// <summary>One of Stripe's test cards.</summary>
/// <param name="Number">Its number.</param>
/// <param name="What">What it does, in words.</param>
/// <param name="DeclineCode">Why it is declined; null when it is not.</param>
/// <param name="Authenticates">Whether its holder must confirm first.</param>
internal sealed record TestCard(string Number, string What, string? DeclineCode = null, bool Authenticates = false)
{
    public static IReadOnlyList<TestCard> All { get; } =
    [
        new("4242424242424242", "pays"),
        new("4000002500003155", "pays once its holder has authenticated", Authenticates: true),
        new("4000000000000002", "is declined", "generic_decline"),
        new("4000000000009995", "is declined: insufficient funds", "insufficient_funds"),
        new("4000000000009987", "is declined: lost card", "lost_card"),
        new("4000000000009979", "is declined: stolen card", "stolen_card"),
        new("4000000000000069", "is declined: expired card", "expired_card"),
        new("4000000000000127", "is declined: incorrect CVC", "incorrect_cvc"),
        new("4000000000000119", "is declined: processing error", "processing_error"),
    ];

    public static TestCard Of(string number) => All.FirstOrDefault(card => card.Number == number) ?? throw StripeError.Invalid($"'{number}' is none of the test cards.", "incorrect_number");
}
