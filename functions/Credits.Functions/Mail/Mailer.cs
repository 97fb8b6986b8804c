using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Credits.Functions.Mail;

/// <summary>Sends plain mails through a server, or writes them into a folder.</summary>
public sealed class Mailer(IOptions<SmtpOptions> options)
{
    private const int ImplicitTlsPort = 465;
    private const string UnfinishedSuffix = ".tmp";

    /// <summary>Sends a mail.</summary>
    /// <param name="id">The mail's own id, the same when it is sent again.</param>
    /// <param name="to">The mailbox.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="text">The text.</param>
    /// <param name="now">The date it bears.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="CommandException">The server refuses it.</exception>
    /// <exception cref="ProtocolException">The server can't be understood.</exception>
    /// <exception cref="AuthenticationException">The server refuses user and password, or they can't be sent.</exception>
    /// <exception cref="IOException">The server can't be reached, or TLS can't be had.</exception>
    public async Task Send(string id, string to, string subject, string text, DateTimeOffset now, CancellationToken cancellation)
    {
        var smtp = options.Value;
        var from = MailboxAddress.Parse(smtp.From);
        using var mail = new MimeMessage(new[] { from }, new[] { MailboxAddress.Parse(to) }, subject, new TextPart("plain") { Text = text })
        {
            MessageId = $"{id}@{from.Domain}",
            Date = now,
        };
        if (smtp.PickupFolder.Length > 0) await Drop(mail, id, smtp.PickupFolder, cancellation);
        else await Send(mail, smtp, cancellation);
    }

    private static async Task Send(MimeMessage mail, SmtpOptions smtp, CancellationToken cancellation)
    {
        using var client = new SmtpClient();
        var security = !smtp.UseTls ? SecureSocketOptions.None : smtp.Port == ImplicitTlsPort ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;
        await client.ConnectAsync(smtp.Host, smtp.Port, security, cancellation);
        if (smtp.User.Length > 0) await client.AuthenticateAsync(smtp.User, smtp.Password, cancellation);
        await client.SendAsync(mail, cancellation);
        await client.DisconnectAsync(quit: true, cancellation);
    }

    // Whoever looks into the folder finds whole mails only.
    private static async Task Drop(MimeMessage mail, string id, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{id}.eml");
        await mail.WriteToAsync(file + UnfinishedSuffix, cancellation);
        File.Move(file + UnfinishedSuffix, file, overwrite: true);
    }
}
