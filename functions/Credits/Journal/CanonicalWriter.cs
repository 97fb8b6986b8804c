using System.Buffers.Binary;
using System.Text;

namespace Credits.Journal;

/// <summary>
/// Writes values as canonical bytes: every number as 8 bytes little-endian, every text as its UTF-8 length and bytes, an absent value as −1,
/// a time as ticks of UTC.
/// </summary>
internal sealed class CanonicalWriter
{
    private const long Absent = -1;

    // Strict: the usual encoding writes every ill-formed text alike, and two entries would share their bytes.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>What was written since the last <see cref="Begin"/>; valid until the next.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Begin(byte layoutVersion)
    {
        _bytes[0] = layoutVersion;
        _length = 1;
    }

    public void Number(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);
        _length += sizeof(long);
    }

    public void Time(DateTimeOffset? time) => Number(time?.UtcTicks ?? Absent);

    public void Text(string? text)
    {
        if (text is null)
        {
            Number(Absent);
            return;
        }

        var room = Room(sizeof(long) + Utf8.GetMaxByteCount(text.Length));
        var written = Utf8.GetBytes(text, room[sizeof(long)..]);
        BinaryPrimitives.WriteInt64LittleEndian(room, written);
        _length += sizeof(long) + written;
    }

    /// <summary>For numbers of which one may be absent, and negative ones may not.</summary>
    public void OptionalNumber(long? value) => Number(value ?? Absent);

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _length < bytes) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        return _bytes.AsSpan(_length);
    }
}
