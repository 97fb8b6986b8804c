using System.Security.Cryptography;
using System.Text;

namespace Credits.Functions.Storage.Alerts;

/// <summary>An alert on its way to an endpoint.</summary>
public sealed record Delivery
{
    /// <summary>How long an attempt has before another consumer of the queue may take the delivery: longer than any attempt lasts.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>How long a delivery is kept once it is over.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private const int TickDigits = 19;
    private const int HashBytes = 16;
    private const int IdLength = TickDigits + 1 + (HashBytes * 2);

    /// <summary>Whose endpoint it goes to.</summary>
    public required AlertOwner Owner { get; init; }

    /// <summary>Unique for its owner; newer ones sort first.</summary>
    public required string Id { get; init; }

    /// <summary>The endpoint it goes to.</summary>
    public required string EndpointId { get; init; }

    /// <summary>The alert it carries.</summary>
    public required string EventId { get; init; }

    /// <summary>What the alert is about.</summary>
    public required string Type { get; init; }

    /// <summary>Whom the alert is about; null for a test.</summary>
    public AccountId? Account { get; init; }

    /// <summary>The JSON that is sent.</summary>
    public required string Body { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How far it has come.</summary>
    public DeliveryState State { get; init; }

    /// <summary>Why it failed, as one of <see cref="DeliveryReasons"/>; null when it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>How often it was tried, since it was made or last replayed.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is to be tried next, as long as it is pending.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it was delivered or given up.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The HTTP status that the last attempt was answered with; null for none.</summary>
    public int? Status { get; init; }

    /// <summary>What the last attempt was answered with, or what kept it from being answered.</summary>
    public string? Answer { get; init; }

    /// <summary>The span in which it was made, if its trace is recorded; every attempt is in that trace. Null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The id of a delivery that is made now.</summary>
    public static string NewId(string eventId, string endpointId, DateTimeOffset now) => $"{DateTimeOffset.MaxValue.UtcTicks - now.UtcTicks:D19}-{KeyOf(eventId, endpointId)}";

    /// <summary>Whether a text could be such an id; whatever else a caller makes up is none of the stores' keys.</summary>
    public static bool IsId(string text) =>
        text.Length == IdLength && text[TickDigits] == '-' && text.AsSpan(0, TickDigits).IndexOfAnyExceptInRange('0', '9') < 0 && text.Skip(TickDigits + 1).All(char.IsAsciiHexDigitLower);

    /// <summary>What makes an alert to an endpoint itself, whenever it is told: there is one delivery of it.</summary>
    public static string KeyOf(string eventId, string endpointId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{endpointId}\n{eventId}")).AsSpan(0, HashBytes));

    /// <summary>Taken by a consumer that tries it now.</summary>
    public Delivery Taken(DateTimeOffset now) => this with { Attempts = Attempts + 1, DueAt = now + Lease };

    /// <summary>After an attempt that reached the endpoint.</summary>
    public Delivery Delivered(int? status, string? answer, DateTimeOffset now) =>
        this with { State = DeliveryState.Delivered, Reason = null, Status = status, Answer = answer, FinishedAt = now };

    /// <summary>After an attempt that did not, to be tried again.</summary>
    public Delivery Missed(int? status, string? answer, DateTimeOffset again) => this with { Status = status, Answer = answer, DueAt = again };

    /// <summary>Given up.</summary>
    public Delivery Failed(string reason, DateTimeOffset now) => this with { State = DeliveryState.Failed, Reason = reason, FinishedAt = now };

    /// <summary>To be sent at once: anew, as if it had never been tried, when it was over; else by the next of its attempts.</summary>
    public Delivery Replayed(DateTimeOffset now) =>
        State == DeliveryState.Pending ? this with { DueAt = now } : this with { State = DeliveryState.Pending, Reason = null, Attempts = 0, DueAt = now, FinishedAt = null };
}

/// <summary>How far a delivery has come.</summary>
public enum DeliveryState
{
    /// <summary>It is to be tried, perhaps again.</summary>
    Pending,

    /// <summary>The endpoint has taken it.</summary>
    Delivered,

    /// <summary>It was given up.</summary>
    Failed,
}

/// <summary>Why a delivery was given up. Programs may rely on the codes.</summary>
public static class DeliveryReasons
{
    /// <summary>It was tried as often as anything is.</summary>
    public const string AttemptsExhausted = "attempts-exhausted";

    /// <summary>The endpoint answered 410 Gone.</summary>
    public const string EndpointGone = "endpoint-gone";

    /// <summary>The endpoint is disabled.</summary>
    public const string EndpointDisabled = "endpoint-disabled";

    /// <summary>The endpoint was removed.</summary>
    public const string EndpointRemoved = "endpoint-removed";
}
