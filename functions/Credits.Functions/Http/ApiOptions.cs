namespace Credits.Functions.Http;

/// <summary>Who operates the API.</summary>
public sealed class ApiOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Api";

    /// <summary>
    /// SHA-256, in hexadecimal, of the operator's key, which has every scope and makes the first API keys. Empty for none. The key itself is in no setting.
    /// </summary>
    public string OperatorKeyHash { get; set; } = "";
}
