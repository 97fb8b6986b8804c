namespace Credits.Functions.Http;

/// <summary>Addresses that a caller gives, to which a browser is sent later.</summary>
internal static class WebAddress
{
    private const int MaxLength = 2_000;

    /// <summary>What such an address must be, in words for an error message.</summary>
    public static readonly string Rule = $"Must be an http or https address of at most {MaxLength} characters.";

    /// <summary>Whether a text is one.</summary>
    public static bool IsOne(string text) =>
        text.Length <= MaxLength && Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
