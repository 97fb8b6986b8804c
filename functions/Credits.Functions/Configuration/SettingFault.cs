using System.Globalization;

namespace Credits.Functions.Configuration;

/// <summary>Words for what is wrong with an app setting.</summary>
internal static class SettingFault
{
    // What a setting holds while its reference to a secret could not be followed.
    private const string VaultReference = "@Microsoft.KeyVault(";

    /// <summary>The name by which operators set it.</summary>
    public static string NameOf(string section, string property) => $"{section}__{property}";

    /// <summary>One of a section, whose value may be shown.</summary>
    /// <param name="section">The section.</param>
    /// <param name="property">The property.</param>
    /// <param name="value">What it is.</param>
    /// <param name="rule">What it must be.</param>
    public static string Of(string section, string property, object? value, string rule) => Of(NameOf(section, property), value, rule);

    /// <summary>One whose value may be shown.</summary>
    /// <param name="setting">The name by which operators set it.</param>
    /// <param name="value">What it is.</param>
    /// <param name="rule">What it must be.</param>
    public static string Of(string setting, object? value, string rule) =>
        IsUnread(value as string) ? OfUnread(setting) : string.Create(CultureInfo.InvariantCulture, $"The app setting '{setting}' must be {rule}, but is '{value}'.");

    /// <summary>One whose value is nobody's business.</summary>
    public static string OfSecret(string section, string property, string value, string rule) =>
        IsUnread(value) ? OfUnread(NameOf(section, property)) : $"The app setting '{NameOf(section, property)}' must be {rule}.";

    /// <summary>A connection string that is none; without its value, which may hold a key.</summary>
    public static string OfConnectionString(string setting) => $"The app setting '{setting}' is no connection string that can be used; copy it again from where Azure shows it.";

    /// <summary>Whether the setting refers to a secret that could not be read.</summary>
    public static bool IsUnread(string? value) => value?.StartsWith(VaultReference, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>One that refers to a secret that could not be read.</summary>
    public static string OfUnread(string setting) =>
        $"The app setting '{setting}' refers to a secret that could not be read: it must be in the vault, and the app's identity must be allowed to read it.";
}
