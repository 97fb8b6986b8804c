using MimeKit;

namespace Credits.Functions.Mail;

/// <summary>A mailbox that mails are sent to: one, and without a name.</summary>
internal static class Mailbox
{
    /// <summary>What it must be, in words for an error message.</summary>
    public static readonly string Rule = $"one e-mail address, such as billing@example.com, of at most {MaxLength} characters";

    // RFC 5321: a path has 256 characters, of which two are its brackets.
    private const int MaxLength = 254;

    /// <summary>Whether a text is one.</summary>
    public static bool IsOne(string text) =>
        text.Length <= MaxLength && text.All(c => c is > ' ' and < (char)0x7f) && MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address == text && mailbox.LocalPart.Length > 0 && mailbox.Domain.Length > 0;
}
