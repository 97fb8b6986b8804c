using Credits.Functions.Mail;
using Credits.Functions.Storage.Alerts;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Deliveries;

/// <summary>Mails an alert, in words.</summary>
public sealed class MailSender(Mailer mailer, IOptions<SmtpOptions> smtp, TimeProvider clock, ILogger<MailSender> log)
{
    private static readonly AttemptResult Unsent = new(AttemptOutcome.Unsent, Answer: "The mail server could not take it.");

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
        catch (SmtpCommandException e)
        {
            // What the server says may quote the address.
            log.LogWarning("Delivery {Delivery} could not be mailed; it is tried again: {Error} {Status}", delivery.Id, e.ErrorCode, e.StatusCode);
            return Unsent;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // The server is the operator's: whatever is wrong with it or with its settings is for the log, and mended there before the attempts are used up.
            log.LogWarning(e, "Delivery {Delivery} could not be mailed; it is tried again", delivery.Id);
            return Unsent;
        }
    }

    private static string Cut(string text) => text.Length <= AttemptResult.MaxAnswerLength ? text : text[..AttemptResult.MaxAnswerLength];
}
