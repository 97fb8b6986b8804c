using Credits.Functions.Configuration;
using MimeKit;

namespace Credits.Functions.Mail;

/// <summary>How mails are sent. Without a server or a pickup folder there are none.</summary>
public sealed class SmtpOptions : ICheckedOptions
{
    /// <inheritdoc/>
    public static string Section => "Smtp";

    /// <summary>The server; empty for none.</summary>
    public string Host { get; set; } = "";

    /// <summary>The server's port; 465 speaks TLS from the beginning, others change to it.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Whom the server knows; empty to send without a password.</summary>
    public string User { get; set; } = "";

    /// <summary>The password.</summary>
    public string Password { get; set; } = "";

    /// <summary>Who mails are from: an address, perhaps with a name before it.</summary>
    public string From { get; set; } = "";

    /// <summary>Whether nothing is sent without TLS.</summary>
    public bool UseTls { get; set; } = true;

    /// <summary>Instead of a server: a folder in which each mail becomes a file.</summary>
    public string PickupFolder { get; set; } = "";

    /// <summary>Whether mails can be sent.</summary>
    public bool IsSetUp => Host.Length > 0 || PickupFolder.Length > 0;

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (IsSetUp && !MailboxAddress.TryParse(From, out _)) yield return SettingFault.Of(Section, nameof(From), From, "an e-mail address, perhaps with a name before it, such as Credits <alerts@example.com>");
        if (Port is <= 0 or > ushort.MaxValue) yield return SettingFault.Of(Section, nameof(Port), Port, $"a port from 1 to {ushort.MaxValue}");
        if (User.Length > 0 && Password.Length == 0) yield return SettingFault.OfSecret(Section, nameof(Password), Password, $"set where {SettingFault.NameOf(Section, nameof(User))} is");
        if (Host.Length > 0 && PickupFolder.Length > 0) yield return SettingFault.Of(Section, nameof(PickupFolder), PickupFolder, $"empty where {SettingFault.NameOf(Section, nameof(Host))} is set");
    }
}
