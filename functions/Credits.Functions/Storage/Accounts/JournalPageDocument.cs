using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Credits.Accounts;
using Credits.Journal;

namespace Credits.Functions.Storage.Accounts;

/// <summary>The entries of one commit. Only the last entry's hash is stored: the others follow from it and the page's content.</summary>
internal sealed record JournalPageDocument
{
    public const string DocumentKind = "journal";

    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("accountId")] public required string AccountId { get; init; }
    [JsonPropertyName("kind")] public string Kind { get; init; } = DocumentKind;
    [JsonPropertyName("v")] public int Version { get; init; } = 1;

    /// <summary>The first entry's number.</summary>
    [JsonPropertyName("first")] public required long First { get; init; }

    /// <summary>When the commit was booked; the same for every entry.</summary>
    [JsonPropertyName("bookedAt")] public required DateTimeOffset BookedAt { get; init; }

    /// <summary><see cref="BookedAt"/> in Unix milliseconds, for indexed comparison.</summary>
    [JsonPropertyName("at")] public required long At { get; init; }

    /// <summary>The hash of the entry before the first.</summary>
    [JsonPropertyName("previous")] public required string Previous { get; init; }

    /// <summary>The hash of the last entry.</summary>
    [JsonPropertyName("head")] public required string Head { get; init; }

    [JsonPropertyName("entries")] public required ImmutableArray<EntryPart?> Entries { get; init; }

    public static string IdOf(long first) => $"j:{first:D19}";

    public static JournalPageDocument Of(AccountId account, EntryHash previous, IReadOnlyList<Entry> entries) => new()
    {
        Id = IdOf(entries[0].Sequence),
        AccountId = account.Value,
        First = entries[0].Sequence,
        BookedAt = entries[0].BookedAt,
        At = entries[0].BookedAt.ToUnixTimeMilliseconds(),
        Previous = previous.ToString(),
        Head = entries[^1].Hash.ToString(),
        Entries = [.. entries.Select(entry => EntryPart.Of(entry.Movement))],
    };

    /// <summary>The page's entries, resealed.</summary>
    /// <exception cref="InvalidOperationException">The content does not give the stored hash: the page was altered.</exception>
    public ImmutableArray<Entry> ToEntries()
    {
        var account = global::Credits.Accounts.AccountId.Parse(AccountId);
        var entries = ImmutableArray.CreateBuilder<Entry>(Entries.Length);
        var hash = EntryHash.Parse(Previous);
        using var chain = new HashChain();
        foreach (var part in Entries)
        {
            if (part is null) throw new InvalidOperationException($"Journal page {Id} of account {AccountId} was altered: entry {First + entries.Count} is null.");

            var entry = chain.Seal(hash, First + entries.Count, BookedAt, part.ToMovement(account));
            hash = entry.Hash;
            entries.Add(entry);
        }

        return hash == EntryHash.Parse(Head)
            ? entries.MoveToImmutable()
            : throw new InvalidOperationException($"Journal page {Id} of account {AccountId} was altered: its head is {Head}, but its content gives {hash}.");
    }
}
