namespace Credits.Functions.Http;

/// <summary>Addresses of pages to which customers come back.</summary>
internal static class WebAddress
{
    /// <summary>What one is, in words for an error message.</summary>
    public static readonly string Rule = $"Must be an http or https address of at most {MaxLength} characters.";

    private const int MaxLength = 2_000;

    /// <summary>Whether a text is one.</summary>
    public static bool IsOne(string url) =>
        url.Length <= MaxLength && Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
