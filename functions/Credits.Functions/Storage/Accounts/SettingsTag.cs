using System.Security.Cryptography;
using System.Text.Json;
using Credits.Accounts;
using Microsoft.Extensions.Primitives;

namespace Credits.Functions.Storage.Accounts;

/// <summary>The ETag of an account's settings: a digest of them.</summary>
/// <remarks>Not the store's own, which changes with every event booked: nobody could change the settings of a busy account under it.</remarks>
internal static class SettingsTag
{
    private const int DigestBytes = 16;

    public static string Of(AccountSettings settings) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(SettingsDocument.Of(settings), AccountDocumentsJson.Default.SettingsDocument)).AsSpan(0, DigestBytes))}\"";

    /// <summary>Whether a request's If-Match, if it has one, allows to change these settings; null stands for an account that does not exist.</summary>
    public static bool IsMatchedBy(StringValues ifMatch, AccountSettings? settings)
    {
        if (ifMatch.Count == 0) return true;
        if (settings is null) return false;

        var tag = Of(settings);
        return ifMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Any(wanted => wanted == "*" || wanted == tag);
    }
}
