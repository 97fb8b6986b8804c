using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace Credits.Local.EventHubs;

/// <summary>The one key of the endpoint, and the tokens that clients sign with it.</summary>
internal static class SharedAccessKey
{
    public const string Name = "RootManageSharedAccessKey";

    // Public on purpose, as every emulator's: the endpoint listens on loopback only.
    public const string Value = "SAS_KEY_VALUE";

    private const string Scheme = "SharedAccessSignature ";

    /// <summary>Whether a token was signed with the key and has not expired.</summary>
    public static bool Signed(string? token, DateTimeOffset now)
    {
        if (token is null || !token.StartsWith(Scheme, StringComparison.Ordinal)) return false;

        var parts = HttpUtility.ParseQueryString(token[Scheme.Length..]);
        if (parts["skn"] != Name || parts["sr"] is not { } resource || parts["se"] is not { } expiry || parts["sig"] is not { } signature) return false;
        if (!long.TryParse(expiry, CultureInfo.InvariantCulture, out var seconds) || seconds < now.ToUnixTimeSeconds()) return false;

        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Value), Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(resource)}\n{expiry}"));
        var expectedLower = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Value), Encoding.UTF8.GetBytes($"{HttpUtility.UrlEncode(resource)}\n{expiry}"));
        var given = new byte[expected.Length];
        return Convert.TryFromBase64String(signature, given, out var length) && length == expected.Length
            && (CryptographicOperations.FixedTimeEquals(given, expected) | CryptographicOperations.FixedTimeEquals(given, expectedLower));
    }
}
