using Credits.Functions.Configuration;

namespace Credits.Functions.Payments;

/// <summary>How the app reaches Stripe. Without a key nothing can be bought.</summary>
public sealed class StripeOptions : ICheckedOptions
{
    private const string WebhookSecretPrefix = "whsec_";
    private static readonly string[] KeyPrefixes = ["rk_", "sk_"];

    /// <inheritdoc/>
    public static string Section => "Stripe";

    /// <summary>A secret or, better, a restricted key; docs/stripe.md lists what it must be allowed.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>The signing secret of the webhook endpoint.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>Where the API is; left out, Stripe's own.</summary>
    public string? ApiBase { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (ApiKey.Length > 0 && !KeyPrefixes.Any(prefix => ApiKey.StartsWith(prefix, StringComparison.Ordinal)))
            yield return SettingFault.OfSecret(Section, nameof(ApiKey), ApiKey, $"a restricted or secret key of Stripe, which begins with {string.Join(" or ", KeyPrefixes)}, or empty to sell nothing");
        if (WebhookSecret.Length > 0 && !WebhookSecret.StartsWith(WebhookSecretPrefix, StringComparison.Ordinal))
            yield return SettingFault.OfSecret(Section, nameof(WebhookSecret), WebhookSecret, $"the signing secret of a webhook endpoint, which begins with {WebhookSecretPrefix}");
        if (ApiKey.Length > 0 && WebhookSecret.Length == 0)
            yield return SettingFault.OfSecret(Section, nameof(WebhookSecret), WebhookSecret, $"set where {SettingFault.NameOf(Section, nameof(ApiKey))} is: without it nobody learns what was paid");
        if (ApiBase is { Length: > 0 } && !WebAddress.IsOne(ApiBase)) yield return SettingFault.Of(Section, nameof(ApiBase), ApiBase, WebAddress.Rule);
    }
}
