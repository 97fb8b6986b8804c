using System.Buffers.Binary;
using System.Buffers.Text;

namespace Credits.Functions.Journal;

/// <summary>Where a next page begins, as a text that callers give back and don't look into: the number of an entry.</summary>
internal static class JournalCursor
{
    public static string Of(long sequence)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, sequence);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryRead(string cursor, out long sequence)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        var isOne = cursor.Length == Base64Url.GetEncodedLength(sizeof(long)) && Base64Url.IsValid(cursor)
            && Base64Url.TryDecodeFromChars(cursor, bytes, out var written) && written == sizeof(long);
        sequence = isOne ? BinaryPrimitives.ReadInt64BigEndian(bytes) : 1;
        return isOne && sequence >= 1;
    }
}
