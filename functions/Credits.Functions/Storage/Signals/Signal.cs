using System.Text.Json;
using System.Text.Json.Serialization;

namespace Credits.Functions.Storage.Signals;

/// <summary>That an account's journal has entries of which somebody wants to be told: a message of the queue. It only says where to look.</summary>
/// <param name="Account">The account.</param>
/// <param name="From">The first entry.</param>
/// <param name="To">The last entry.</param>
public sealed record Signal(AccountId Account, long From, long To)
{
    /// <summary>The commit's span, if its trace is recorded; null for none, and in messages of before.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Writes a signal as JSON.</summary>
    public string Format() => JsonSerializer.Serialize(new Message(Account.Value, From, To, TraceParent));

    /// <summary>Reads a signal.</summary>
    /// <exception cref="FormatException">The message is none, and no try will make it one.</exception>
    public static Signal Parse(string message)
    {
        try
        {
            return JsonSerializer.Deserialize<Message>(message) is { Account: { } id } read && AccountId.TryParse(id, out var account) && read.From > 0 && read.From <= read.To
                ? new(account, read.From, read.To) { TraceParent = read.TraceParent }
                : throw new FormatException("it names no account and entries");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new FormatException($"This message is no signal ({e.Message}).", e);
        }
    }

    private sealed record Message(string? Account, long From, long To, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TraceParent = null);
}
