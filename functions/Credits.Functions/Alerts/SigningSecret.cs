using System.Security.Cryptography;

namespace Credits.Functions.Alerts;

/// <summary>What the webhooks of one endpoint are signed with, written as Standard Webhooks has it.</summary>
public static class SigningSecret
{
    /// <summary>How every secret begins.</summary>
    public const string Prefix = "whsec_";

    // The least that Standard Webhooks allows, and as much as anybody could need.
    private const int Bytes = 24;

    /// <summary>A new secret.</summary>
    public static string Make() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));
}
