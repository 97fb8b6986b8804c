using System.Text.Json.Serialization;

namespace Credits.Functions.Storage.Accounts;

/// <summary>The fingerprints of 512 consecutive entries, spilled from the account document. Immutable.</summary>
internal sealed record FingerprintPageDocument
{
    public const string DocumentKind = "fingerprints";

    /// <summary>For how long a page may still be asked for after the dedupe window.</summary>
    /// <remarks>The window counts from an event's own time, which may lie ahead of its booking by the clock skew, half a day at most, and the store's clock is not the app's.</remarks>
    public static readonly TimeSpan BeyondWindow = TimeSpan.FromDays(1);

    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("accountId")] public required string AccountId { get; init; }
    [JsonPropertyName("kind")] public string Kind { get; init; } = DocumentKind;
    [JsonPropertyName("v")] public int Version { get; init; } = 1;
    [JsonPropertyName("page")] public required long Page { get; init; }
    [JsonPropertyName("fingerprints")] public required byte[] Fingerprints { get; init; }

    /// <summary>When the newest of the entries was booked, in Unix milliseconds; null in a page from before that was kept, which is asked for as long as it is there.</summary>
    [JsonPropertyName("at")] public long? At { get; init; }

    /// <summary>Seconds after which the store removes the document: by the longest window there is, since the setting may be raised while the page is there.</summary>
    [JsonPropertyName("ttl")] public int TimeToLive { get; init; } = (int)(AccountStoreOptions.LongestDedupeWindow + BeyondWindow).TotalSeconds;

    public static string IdOf(long page) => $"f:{page}";
}
