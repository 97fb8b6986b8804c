using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace Credits.Functions;

/// <summary>The app's own identity, which it shows where there are no keys.</summary>
internal static class AppIdentity
{
    /// <summary>The app setting with the client id of the app's identity.</summary>
    public const string Setting = "AZURE_CLIENT_ID";

    /// <summary>The identity that <see cref="Setting"/> names; without it the one there is.</summary>
    public static TokenCredential Of(IConfiguration configuration) =>
        new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = configuration[Setting] });
}
