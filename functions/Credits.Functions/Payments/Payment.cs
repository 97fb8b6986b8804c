namespace Credits.Functions.Payments;

/// <summary>A payment as the provider has it.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Received">What was received; null as long as it has not succeeded.</param>
/// <param name="For">What for; null when it is none of this product's.</param>
/// <param name="Refunded">How much of it went back, in the currency's smallest unit.</param>
/// <param name="Lost">How much of it lost disputes took.</param>
public sealed record Payment(string Id, Money? Received, PaymentPurpose? For, long Refunded, long Lost)
{
    /// <summary>How much of it is gone.</summary>
    public long Back => Refunded + Lost;

    /// <summary>How far it has come.</summary>
    public PaymentStatus Status { get; init; }

    /// <summary>Why the card was declined, as the provider's code, such as <c>insufficient_funds</c>; null when it was not.</summary>
    public string? DeclineCode { get; init; }

    /// <summary>Who waits for it; null for nobody.</summary>
    public string? TopUp { get; init; }
}

/// <summary>How far a payment has come.</summary>
public enum PaymentStatus
{
    /// <summary>None of the others, such as one that nobody has tried to pay yet.</summary>
    Other,

    /// <summary>It is paid.</summary>
    Succeeded,

    /// <summary>The provider works on it, and will tell.</summary>
    Processing,

    /// <summary>The card's holder must confirm it, and was not there.</summary>
    NeedsAuthentication,

    /// <summary>The card was declined.</summary>
    Declined,

    /// <summary>It was ended, and will never succeed.</summary>
    Canceled,
}
