using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Credits.Functions.Mail;

/// <summary>Wires mails.</summary>
public static class MailServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddOptions<SmtpOptions>().BindConfiguration(SmtpOptions.Section)
            .Validate(options => !options.IsSetUp || MailboxAddress.TryParse(options.From, out _), $"{SmtpOptions.Section}:From must be an e-mail address.")
            .Validate(options => options.Port is > 0 and <= ushort.MaxValue, $"{SmtpOptions.Section}:Port must be a port.")
            .ValidateOnStart();
        return services.AddSingleton<Mailer>();
    }
}
