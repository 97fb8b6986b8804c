using Credits.Functions.Configuration;

namespace Credits.Functions.Http;

/// <summary>Who operates the API.</summary>
public sealed class ApiOptions : ICheckedOptions
{
    private const int Sha256HexLength = 64;

    /// <inheritdoc/>
    public static string Section => "Api";

    /// <summary>
    /// SHA-256, in hexadecimal, of the operator's key, which has every scope and makes the first API keys. Empty for none. The key itself is in no setting.
    /// </summary>
    public string OperatorKeyHash { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (OperatorKeyHash.Length > 0 && !(OperatorKeyHash.Length == Sha256HexLength && OperatorKeyHash.All(char.IsAsciiHexDigit)))
            yield return SettingFault.OfSecret(Section, nameof(OperatorKeyHash), OperatorKeyHash, $"the SHA-256 of the operator's key as {Sha256HexLength} hexadecimal digits, or empty for none");
    }
}
