using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Credits.Accounts;

/// <summary>The SHA-256 that seals an entry and, through its predecessor's, every entry before it.</summary>
public readonly record struct EntryHash
{
    /// <summary>Bytes in a hash.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private readonly ulong _a, _b, _c, _d;

    /// <summary>A hash from its 32 bytes.</summary>
    public EntryHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"A hash has {Size} bytes, not {bytes.Length}.", nameof(bytes));

        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The hash before an account's first entry: SHA-256 of its id, so that no chain fits another account.</summary>
    public static EntryHash Genesis(AccountId account) => new(SHA256.HashData(Encoding.UTF8.GetBytes(account.Value)));

    /// <summary>Reads the base64 form.</summary>
    /// <exception cref="FormatException">The text is not the base64 of 32 bytes.</exception>
    public static EntryHash Parse(string base64)
    {
        Span<byte> bytes = stackalloc byte[Size];
        return Convert.TryFromBase64String(base64, bytes, out var written) && written == Size
            ? new(bytes)
            : throw new FormatException($"'{base64}' is not an entry hash.");
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _a);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], _d);
    }

    /// <summary>The base64 form.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToBase64String(bytes);
    }
}
