using System.Security.Cryptography;
using System.Text;

namespace Credits.Local.Cosmos;

/// <summary>Checks a request's signature with the account's key.</summary>
/// <remarks>Signed are the verb, the kind of resource, its address and the date: https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources.</remarks>
internal static class Authorization
{
    private static readonly byte[] Key = Convert.FromBase64String(AccountDescription.Key);

    /// <summary>Refuses a request that the account's key has not signed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">The address as it was sent, without the first slash, decoded.</param>
    public static void Check(HttpRequest request, string path)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization == "") throw CosmosError.Unauthorized("Required Header authorization is missing. Ensure a valid Authorization token is passed.");

        const string Prefix = "type=master&ver=1.0&sig=";
        var token = Uri.UnescapeDataString(authorization);
        if (!token.StartsWith(Prefix, StringComparison.Ordinal)) throw CosmosError.Unauthorized("The local Cosmos DB gateway takes no authorization but the emulator's well-known key.");

        // An odd number of segments addresses the children of a resource: the last names their kind.
        var (type, link) = ("", path);
        if (path != "")
        {
            var segments = path.Split('/');
            var last = path.LastIndexOf('/');
            (type, link) = segments.Length % 2 == 1 ? (segments[^1], last < 0 ? "" : path[..last]) : (segments[^2], path);
        }

        var date = request.Headers["x-ms-date"].ToString();
        var sent = token[Prefix.Length..];
        if (!Signs(sent, request.Method, type, link, date) && !Signs(sent, request.Method, type, ResourceIdOf(link), date))
            throw CosmosError.Unauthorized("The request is not signed with the emulator's well-known key.");
    }

    // Where the SDK addresses by resource id it signs the id alone, in lower case.
    private static string ResourceIdOf(string link) => link[(link.LastIndexOf('/') + 1)..].ToLowerInvariant();

    private static bool Signs(string sent, string verb, string type, string link, string date)
    {
        var text = $"{verb.ToLowerInvariant()}\n{type}\n{link}\n{date.ToLowerInvariant()}\n\n";
        return sent == Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(text)));
    }
}
