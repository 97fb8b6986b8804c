using System.Security.Cryptography;
using Credits.Accounts;

namespace Credits.Journal;

/// <summary>Seals entries: hash n = SHA-256(hash n−1, canonical bytes of entry n).</summary>
/// <remarks>Keeps its buffers between entries; not for use by several threads at once.</remarks>
public sealed class HashChain : IDisposable
{
    private readonly CanonicalBytes _canonical = new();
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many canonical bytes the last sealed entry has.</summary>
    public int LastEntryBytes => _canonical.Written.Length;

    /// <summary>The entry that follows a hash.</summary>
    /// <exception cref="ArgumentException">A text of the movement is not well-formed Unicode, so it has no bytes of its own.</exception>
    public Entry Seal(EntryHash previous, long sequence, DateTimeOffset bookedAt, Movement movement)
    {
        var canonical = _canonical.Of(sequence, bookedAt, movement); // may throw, and must not leave half an entry in the hash
        Span<byte> hash = stackalloc byte[EntryHash.Size];
        previous.CopyTo(hash);
        _sha256.AppendData(hash);
        _sha256.AppendData(canonical);
        _sha256.GetHashAndReset(hash);
        return new(sequence, bookedAt, movement, new(hash));
    }

    /// <inheritdoc/>
    public void Dispose() => _sha256.Dispose();
}
