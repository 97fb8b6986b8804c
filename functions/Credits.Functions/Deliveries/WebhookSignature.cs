using System.Security.Cryptography;
using System.Text;
using Credits.Functions.Alerts;

namespace Credits.Functions.Deliveries;

/// <summary>Signs as <see href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</see> has it.</summary>
public static class WebhookSignature
{
    /// <summary>The signatures of a message, one for each secret.</summary>
    /// <param name="secrets">The secrets.</param>
    /// <param name="id">The message's id, without full stops.</param>
    /// <param name="time">The time of the attempt.</param>
    /// <param name="body">The body, to the last byte.</param>
    public static string Of(IEnumerable<string> secrets, string id, DateTimeOffset time, string body)
    {
        var content = Encoding.UTF8.GetBytes($"{id}.{time.ToUnixTimeSeconds()}.{body}");
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SigningSecret.Prefix.Length..]), content))}"));
    }

    /// <summary>An alert's id as a message's. The full stop ends a message's id where it is signed, so an id must have none; no alert's id has the tilde that stands for it.</summary>
    public static string IdOf(string eventId) => eventId.Replace('.', '~');
}
