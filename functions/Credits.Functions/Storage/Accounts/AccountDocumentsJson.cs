using System.Text.Json.Serialization;

namespace Credits.Functions.Storage.Accounts;

/// <summary>The JSON of every document in the accounts container, generated at build time.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AccountDocument))]
[JsonSerializable(typeof(JournalPageDocument))]
[JsonSerializable(typeof(FingerprintPageDocument))]
[JsonSerializable(typeof(ClosedGrantDocument))]
[JsonSerializable(typeof(ClosedHoldDocument))]
[JsonSerializable(typeof(CorrectionDocument))]
[JsonSerializable(typeof(UsageHeadDocument))]
[JsonSerializable(typeof(UsageDayDocument))]
[JsonSerializable(typeof(Feed<ClosedGrantDocument>))]
[JsonSerializable(typeof(Feed<UsageDayDocument>))]
[JsonSerializable(typeof(Feed<JournalPageDocument>))]
[JsonSerializable(typeof(Feed<FingerprintPageDocument>))]
internal sealed partial class AccountDocumentsJson : JsonSerializerContext;

/// <summary>A page of a query's answer.</summary>
internal sealed record Feed<T>
{
    [JsonPropertyName("Documents")] public required T[] Documents { get; init; }
}
