using System.Text.Json.Serialization;

namespace Credits.Functions.Storage.Accounts;

/// <summary>The fingerprints of 512 consecutive entries, spilled from the account document. Immutable; gone a day after the dedupe window.</summary>
internal sealed record FingerprintPageDocument
{
    public const string DocumentKind = "fingerprints";

    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("accountId")] public required string AccountId { get; init; }
    [JsonPropertyName("kind")] public string Kind { get; init; } = DocumentKind;
    [JsonPropertyName("v")] public int Version { get; init; } = 1;
    [JsonPropertyName("page")] public required long Page { get; init; }
    [JsonPropertyName("fingerprints")] public required byte[] Fingerprints { get; init; }

    /// <summary>Seconds after which the store removes the document.</summary>
    [JsonPropertyName("ttl")] public required int TimeToLive { get; init; }

    public static string IdOf(long page) => $"f:{page}";
}
