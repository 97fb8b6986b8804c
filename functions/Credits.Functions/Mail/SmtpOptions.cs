namespace Credits.Functions.Mail;

/// <summary>How mails are sent. Without a server or a pickup folder there are none.</summary>
public sealed class SmtpOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Smtp";

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
}
