namespace Credits.TopUps;

/// <summary>That an account's customer has credits bought by themselves, as it agreed to.</summary>
/// <param name="Terms">When, and how many. A plan's terms are copied when the customer agrees: a change of the plan changes nothing that was agreed to.</param>
/// <param name="Consent">Who agreed, and when.</param>
/// <param name="ReturnUrl">Where the customer comes after its bank asked it on a page.</param>
public sealed record TopUp(TopUpTerms Terms, Consent Consent, string ReturnUrl)
{
    /// <summary>The payment provider's id of what pays; null for the customer's default.</summary>
    public string? PaymentMethod { get; init; }

    /// <summary>Why nothing is bought for now; null when it is.</summary>
    public string? Paused { get; init; }
}

/// <summary>A customer's agreement that its means of payment is charged without being asked each time.</summary>
/// <param name="By">Who agreed, in the words of the app that asked.</param>
/// <param name="At">When.</param>
public sealed record Consent(string By, DateTimeOffset At)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxByLength = 200;
}
