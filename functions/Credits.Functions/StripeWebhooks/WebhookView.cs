namespace Credits.Functions.StripeWebhooks;

/// <summary>What became of a webhook.</summary>
/// <param name="Outcome">What.</param>
public sealed record WebhookView(WebhookOutcome Outcome);

/// <summary>What can become of a webhook.</summary>
public enum WebhookOutcome
{
    /// <summary>The account stands as the payment does.</summary>
    Settled,

    /// <summary>The payment has not succeeded; another webhook will say so.</summary>
    Pending,

    /// <summary>It is about nothing of this product.</summary>
    Ignored,

    /// <summary>It was handled before.</summary>
    Repeated,

    /// <summary>Nothing was granted, and somebody must look.</summary>
    Parked,
}
