using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Credits.Functions.Alerts;
using Credits.Functions.Storage.Alerts;

namespace Credits.Functions.Deliveries;

/// <summary>An alert in words, for people who know their account and nothing of this product.</summary>
internal static partial class AlertMail
{
    /// <summary>Writes the mail of a delivery.</summary>
    public static (string Subject, string Text) Of(Delivery delivery)
    {
        var whose = delivery.Account is { } account ? $"account {account}" : "your account";
        var (subject, what, advice) = WordsOf(delivery.Type, whose);
        var body = JsonNode.Parse(delivery.Body)!.AsObject();

        var text = new StringBuilder(what).Append("\n\n");
        AppendLines(text, "", body["data"]!.AsObject());
        text.Append("at: ").Append(body["timestamp"]).Append("\n\n").Append(advice).Append('\n');
        return (subject, text.ToString());
    }

    private static (string Subject, string What, string Advice) WordsOf(string type, string whose) => type switch
    {
        AlertTypes.BalanceBelow => (
            $"Credits are running low: {whose}", $"The credits of {whose} have fallen below the threshold that was set.",
            "Add credits before they run out, or use less. You get this message once each time the threshold is passed."),
        AlertTypes.BalanceExhausted => (
            $"Credits are used up: {whose}", $"The credits of {whose} are used up. From now on usage may be refused, or be owed, as the account's limits say.",
            "Add credits to go on."),
        AlertTypes.BalanceRecovered => ($"Credits are there again: {whose}", $"The credits of {whose} are above the threshold again.", "There is nothing to do."),
        AlertTypes.CapReached => (
            $"A cap is reached: {whose}", $"As many credits of {whose} were used as a cap allows. What would use more is refused until the cap begins anew.",
            "Wait until then, or let the cap be raised."),
        AlertTypes.GrantExpiring => (
            $"Credits expire soon: {whose}", $"Some credits of {whose} are only good for a short while more.", "Use them before they end; what is left then may be lost."),
        AlertTypes.GrantCreated => ($"Credits have come in: {whose}", $"Credits were added to {whose}.", "There is nothing to do."),
        AlertTypes.GrantExpired => (
            $"Credits have expired: {whose}", $"Some credits of {whose} have come to their end unused.", "There is nothing to do. The credits that are left are not touched by it."),
        AlertTypes.TopUpSucceeded => ($"Credits were topped up: {whose}", $"An automatic top-up of {whose} was paid, and its credits were added.", "There is nothing to do."),
        AlertTypes.TopUpAuthenticationRequired => (
            $"Please confirm a payment: {whose}", $"Your bank asks you to confirm the payment of an automatic top-up of {whose}. Until then no credits are added.",
            "Confirm it on the page above, if there is one, or add credits by hand."),
        AlertTypes.TopUpFailed => (
            $"A payment was refused: {whose}", $"The payment of an automatic top-up of {whose} was refused, so no credits were added.",
            "Look after your payment method, or add credits by hand."),
        AlertTypes.TopUpPaused => (
            $"Automatic top-ups are paused: {whose}", $"The automatic top-ups of {whose} failed too often, and are not tried any more.",
            "Look after your payment method, then switch top-ups on again; until then add credits by hand."),
        AlertTypes.Ping => ("A test of your alerts", "This is a test: alerts come to this mailbox.", "There is nothing to do."),
        _ => throw new InvalidOperationException($"There are no words for alerts of type '{type}'."),
    };

    // "expiresAt" becomes "expires at", and what lies within another thing is named with it.
    private static void AppendLines(StringBuilder text, string within, JsonObject data)
    {
        foreach (var (name, value) in data)
        {
            var named = within + WordStart().Replace(name, " $0").ToLowerInvariant();
            if (value is JsonObject inner) AppendLines(text, $"{named} ", inner);
            else if (value is not null) text.Append(named).Append(": ").Append(OnOneLine(value is JsonArray items ? string.Join(", ", items) : value.ToString())).Append('\n');
        }
    }

    // A member is named by whoever sends events: with line breaks it could write the operator a letter.
    private static string OnOneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();
}
