namespace Credits.Functions.Payments;

/// <summary>How the app reaches Stripe. Without a key nothing can be bought.</summary>
public sealed class StripeOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Stripe";

    /// <summary>A secret or, better, a restricted key; docs/stripe.md lists what it must be allowed.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>The signing secret of the webhook endpoint.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>Where the API is; left out, Stripe's own.</summary>
    public string? ApiBase { get; set; }
}
