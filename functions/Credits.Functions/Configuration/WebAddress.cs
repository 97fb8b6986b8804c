namespace Credits.Functions.Configuration;

/// <summary>Where a service is, as app settings say it.</summary>
internal static class WebAddress
{
    /// <summary>What an address must be.</summary>
    public const string Rule = "an address that begins with http:// or https://";

    /// <summary>Whether the text is one.</summary>
    public static bool IsOne(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
