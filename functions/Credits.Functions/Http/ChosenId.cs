using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Http;

/// <summary>The id of a grant or a hold whose caller gave it none.</summary>
internal static class ChosenId
{
    private const int Bytes = 16;

    /// <summary>
    /// Follows from caller and Idempotency-Key, so that a repeated request acts once even when the first one's answer was never recorded.
    /// Without such a key it is random, and a repeated request acts again.
    /// </summary>
    public static string For(HttpRequest request) =>
        request.Headers.TryGetValue(IdempotencyMiddleware.Header, out var key)
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Caller.Of(request).Id}\n{key}")).AsSpan(0, Bytes))
            : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
}
