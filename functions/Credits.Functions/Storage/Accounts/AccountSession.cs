using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Journal;

namespace Credits.Functions.Storage.Accounts;

/// <summary>An account as the store last gave it, and what is needed to commit to it. Belongs to one caller at a time.</summary>
public sealed class AccountSession
{
    private readonly List<ImmutableArray<Entry>> _pages = [];

    internal AccountSession(Account account, string? etag, ulong[] newestFingerprints) =>
        (Account, ETag, NewestFingerprints) = (account, etag, newestFingerprints);

    /// <summary>The account as committed.</summary>
    public Account Account { get; internal set; }

    /// <summary>Whether the store has the account at all.</summary>
    public bool Exists => ETag is not null;

    internal string? ETag { get; set; }

    /// <summary>The fingerprints that are not in a full page yet.</summary>
    internal ulong[] NewestFingerprints { get; set; }

    /// <summary>What nobody was told yet; null when nothing is left to tell.</summary>
    internal Untold? Untold { get; set; }

    /// <summary>Whether the account is known never to have had alert endpoints of its own, so that no table need be asked for them.</summary>
    internal bool NeverHadEndpoints { get; set; }

    /// <summary>Null until an event first asks whether it was booked before.</summary>
    internal FingerprintIndex? Index { get; set; }

    /// <summary>How many fingerprints the session keeps in memory.</summary>
    internal int FingerprintsHeld => Index?.Count ?? NewestFingerprints.Length;

    /// <summary>The entry of a number among the journal pages read in this session; null when its page was not read.</summary>
    internal Entry? FindRead(long sequence)
    {
        foreach (var page in _pages)
            if (page[0].Sequence <= sequence && sequence <= page[^1].Sequence) return page[(int)(sequence - page[0].Sequence)];

        return null;
    }

    internal void KeepRead(ImmutableArray<Entry> page) => _pages.Add(page);

    /// <summary>Lets go of the journal pages, which are many times the size of the rest.</summary>
    internal void ForgetRead() => _pages.Clear();
}
