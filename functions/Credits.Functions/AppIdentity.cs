using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace Credits.Functions;

/// <summary>The app's own identity, which it shows where there are no keys.</summary>
internal static class AppIdentity
{
    /// <summary>The identity that <c>AZURE_CLIENT_ID</c> names; without it the one there is.</summary>
    public static TokenCredential Of(IConfiguration configuration) =>
        new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = configuration["AZURE_CLIENT_ID"] });
}
