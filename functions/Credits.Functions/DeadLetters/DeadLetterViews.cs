using System.Text;
using System.Text.Unicode;
using Credits.Functions.Storage.DeadLetters;

namespace Credits.Functions.DeadLetters;

/// <summary>A dead letter without its body.</summary>
public sealed record DeadLetterView(
    string Id, ReasonView Reason, string? Account, string? Source, string? EventId, string? Meter,
    string Partition, long SequenceNumber, DateTimeOffset EnqueuedAt, DateTimeOffset DeadLetteredAt, DateTimeOffset? ReplayedAt)
{
    internal static DeadLetterView Of(DeadLetter letter) => new(
        letter.Id, new(letter.Reason.Code, letter.Reason.Detail), letter.Subject.Account, letter.Subject.Source, letter.Subject.EventId, letter.Subject.Meter,
        letter.Partition, letter.SequenceNumber, letter.EnqueuedAt, letter.DeadLetteredAt, letter.ReplayedAt);
}

/// <summary>Why an event was not booked.</summary>
public sealed record ReasonView(string Code, string Detail);

/// <summary>A page of dead letters, newest first.</summary>
/// <param name="DeadLetters">The page.</param>
/// <param name="Cursor">Asks for the next page; left out on the last.</param>
public sealed record DeadLettersView(IReadOnlyList<DeadLetterView> DeadLetters, string? Cursor);

/// <summary>A dead letter with its body.</summary>
/// <param name="DeadLetter">Everything else.</param>
/// <param name="Body">The body, if it is UTF-8 text.</param>
/// <param name="BodyBase64">The body, if it is not.</param>
/// <param name="Properties">The message's application properties.</param>
public sealed record DeadLetterBodyView(DeadLetterView DeadLetter, string? Body, string? BodyBase64, IReadOnlyDictionary<string, string> Properties)
{
    internal static DeadLetterBodyView Of(DeadLetter letter)
    {
        var isText = Utf8.IsValid(letter.Body.Span);
        return new(
            DeadLetterView.Of(letter), isText ? Encoding.UTF8.GetString(letter.Body.Span) : null, isText ? null : Convert.ToBase64String(letter.Body.Span), letter.Properties);
    }
}
