using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Credits.Events;

/// <summary>What makes an event itself, whoever sends it and however often: CloudEvents' <c>source</c> and <c>id</c>.</summary>
public readonly record struct EventIdentity(string Source, string Id)
{
    /// <summary>The longest source or id, in characters.</summary>
    public const int MaxLength = 256;

    /// <summary>
    /// A 64-bit digest of the identity, never zero, to find a possible earlier booking quickly. Two identities may share one: whoever finds it must compare the identities.
    /// </summary>
    public ulong Fingerprint()
    {
        var size = Encoding.UTF8.GetMaxByteCount(Source.Length + Id.Length) + 1;
        var bytes = size <= 1024 ? stackalloc byte[size] : new byte[size];

        var written = Encoding.UTF8.GetBytes(Source, bytes);
        bytes[written++] = 0; // keeps ("ab", "c") and ("a", "bc") apart
        written += Encoding.UTF8.GetBytes(Id, bytes[written..]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..written], hash);
        return Math.Max(1, BinaryPrimitives.ReadUInt64BigEndian(hash)); // zero stands for "no event" where fingerprints are kept
    }
}
