using Credits.Functions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.Mail;

/// <summary>Wires mails.</summary>
public static class MailServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services) =>
        services.AddChecked<SmtpOptions>().AddSingleton<Mailer>();
}
