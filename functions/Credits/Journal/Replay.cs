using Credits.Accounts;

namespace Credits.Journal;

/// <summary>Rebuilds an account from its journal, checking every seal on the way.</summary>
public sealed class Replay : IDisposable
{
    private readonly HashChain _chain = new();

    /// <summary>A replay from before the first entry.</summary>
    public Replay(AccountId id) => Account = Account.New(id);

    /// <summary>The account after the entries so far.</summary>
    public Account Account { get; private set; }

    /// <summary>Goes on by one entry.</summary>
    /// <exception cref="InvalidOperationException">The entry is out of sequence, its hash is not the one its content and predecessor give, or it breaks conservation.</exception>
    public void Add(Entry entry)
    {
        var resealed = _chain.Seal(Account.Head, entry.Sequence, entry.BookedAt, entry.Movement);
        if (resealed.Hash != entry.Hash)
            throw new InvalidOperationException($"Entry {entry.Sequence} of account {Account.Id} was altered: its hash is {entry.Hash}, but its content gives {resealed.Hash}.");

        Account = Account.After(entry);
        Account.AssertConserved();
    }

    /// <summary>The account that a whole journal leads to.</summary>
    /// <exception cref="InvalidOperationException">As <see cref="Add"/>.</exception>
    public static Account Of(AccountId id, IEnumerable<Entry> entries)
    {
        using var replay = new Replay(id);
        foreach (var entry in entries) replay.Add(entry);
        return replay.Account;
    }

    /// <inheritdoc/>
    public void Dispose() => _chain.Dispose();
}
