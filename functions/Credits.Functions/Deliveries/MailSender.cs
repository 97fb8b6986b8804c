using System.Net.Sockets;
using Credits.Functions.Mail;
using Credits.Functions.Storage.Alerts;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Deliveries;

/// <summary>Mails an alert, in words.</summary>
public sealed class MailSender(Mailer mailer, IOptions<SmtpOptions> smtp, TimeProvider clock, ILogger<MailSender> log)
{
    /// <summary>Tries once.</summary>
    public async Task<AttemptResult> Send(AlertEndpoint endpoint, Delivery delivery, CancellationToken cancellation)
    {
        if (!smtp.Value.IsSetUp) return new(AttemptOutcome.Unsent, Answer: "No mail server is set up.");

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(AttemptResult.Timeout);
        var (subject, text) = AlertMail.Of(delivery);
        try
        {
            await mailer.Send(delivery.Id, endpoint.Email!, subject, text, clock.GetUtcNow(), deadline.Token);
            return new(AttemptOutcome.Delivered);
        }
        catch (SmtpCommandException e) when (e.ErrorCode == SmtpErrorCode.RecipientNotAccepted)
        {
            return new(AttemptOutcome.Missed, (int)e.StatusCode, Cut(e.Message));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(AttemptOutcome.Unsent, Answer: $"The mail server did not answer within {AttemptResult.Timeout.TotalSeconds} seconds.");
        }
        catch (Exception e) when (e is CommandException or ProtocolException or AuthenticationException or SslHandshakeException or IOException or SocketException)
        {
            // The server is the operator's: what is wrong with it is for the log.
            log.LogWarning(e, "Delivery {Delivery} could not be mailed; it is tried again", delivery.Id);
            return new(AttemptOutcome.Unsent, Answer: "The mail server could not take it.");
        }
    }

    private static string Cut(string text) => text.Length <= AttemptResult.MaxAnswerLength ? text : text[..AttemptResult.MaxAnswerLength];
}
