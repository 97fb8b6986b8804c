using System.Text.Encodings.Web;
using System.Text.Json;

namespace Credits.Functions.Storage.Due;

/// <summary>Some accounts that are due: a message of the queue, a JSON array of their ids.</summary>
public static class DueChunk
{
    /// <summary>The most accounts of a chunk.</summary>
    /// <remarks>
    /// Few enough that a chunk takes seconds, that a worker's death repeats little, and that a small backlog is already shared by several instances; enough that the
    /// three requests a message costs (put, get, delete) are nothing beside the four operations of each account. Ids of 128 characters make 18 KB, and a message takes 64.
    /// </remarks>
    public const int MaxAccounts = 100;

    // Enough of a message to recognize it by.
    private const int Excerpt = 100;

    // An id has nothing that JSON must escape, and a plus would take six times its room.
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a chunk.</summary>
    public static string Format(IEnumerable<AccountId> accounts) => JsonSerializer.Serialize(accounts.Select(account => account.Value).ToArray(), Unescaped);

    /// <summary>Reads a chunk.</summary>
    /// <exception cref="FormatException">The message is none, and no try will make it one.</exception>
    public static IReadOnlyList<AccountId> Parse(string message)
    {
        try
        {
            var ids = JsonSerializer.Deserialize<string?[]>(message) ?? throw new FormatException("it is null");
            return [.. ids.Select(id => AccountId.TryParse(id, out var account) ? account : throw new FormatException($"'{id}' is not an account id"))];
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            var start = message.Length <= Excerpt ? message : message[..Excerpt];
            throw new FormatException($"This message is no JSON array of account ids, so nothing of it is worked off ({e.Message}): {start}", e);
        }
    }
}
