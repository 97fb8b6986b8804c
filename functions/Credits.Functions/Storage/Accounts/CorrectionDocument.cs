using System.Text.Json.Serialization;
using Credits.Journal;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Marks a reversal or a deduction that was made: there can be only one of it, so none is made twice.</summary>
internal sealed record CorrectionDocument
{
    public const string DocumentKind = "correction";

    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("accountId")] public required string AccountId { get; init; }
    [JsonPropertyName("kind")] public string Kind { get; init; } = DocumentKind;
    [JsonPropertyName("v")] public int Version { get; init; } = 1;

    /// <summary>The number of the entry that made it.</summary>
    [JsonPropertyName("entry")] public required long Entry { get; init; }

    public static string ReversalOf(long debit) => $"r:{debit}";

    public static string DeductionOf(string deductionId) => $"d:{deductionId}";

    /// <summary>The mark of an entry; null for one that is neither.</summary>
    public static CorrectionDocument? Of(AccountId account, Entry entry) => entry.Movement switch
    {
        Movement.Reversed { Debit: var debit } => new() { Id = ReversalOf(debit), AccountId = account.Value, Entry = entry.Sequence },
        Movement.Deducted { Id: var id } => new() { Id = DeductionOf(id), AccountId = account.Value, Entry = entry.Sequence },
        _ => null,
    };
}
