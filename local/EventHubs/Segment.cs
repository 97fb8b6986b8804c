using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Credits.Local.EventHubs;

/// <summary>
/// A file of consecutive records: length (4 bytes), checksum (4 bytes), payload. A record that was written is read whole or, when a kill
/// cut it short, not at all.
/// </summary>
internal sealed class Segment : IDisposable
{
    private const int HeaderBytes = 8;
    private const int RecoveryBufferBytes = 1024 * 1024;

    private readonly SafeFileHandle _file;
    private readonly List<long> _positions = [];
    private long _end;

    public Segment(string path, long first)
    {
        (Path, First) = (path, first);
        Recover();
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    public string Path { get; }

    /// <summary>The first record's number.</summary>
    public long First { get; }

    /// <summary>The number the next record gets.</summary>
    public long Next => First + _positions.Count;

    public long Bytes => _end;

    /// <summary>Bytes that a record of a payload takes.</summary>
    public static int SizeOf(int payload) => HeaderBytes + payload;

    /// <summary>Puts a record's header before its payload.</summary>
    public static void Seal(Span<byte> record)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], XxHash32.HashToUInt32(record[HeaderBytes..]));
    }

    /// <summary>Where a record's payload is.</summary>
    public static Span<byte> PayloadOf(Span<byte> record) => record[HeaderBytes..];

    /// <summary>Writes sealed records in one piece; when this returns, the death of this process can't lose them.</summary>
    public void Append(ReadOnlySpan<byte> records, IReadOnlyList<int> sizes)
    {
        try
        {
            RandomAccess.Write(_file, records, _end);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(_file, _end); // a full disk may have taken a part
            throw;
        }

        foreach (var size in sizes)
        {
            _positions.Add(_end);
            _end += size;
        }
    }

    /// <summary>The payloads from a number on, as many as there are up to a count and a size, but at least one.</summary>
    public List<ReadOnlyMemory<byte>> Read(long from, int max, int maxBytes)
    {
        var start = (int)(from - First);
        var position = _positions[start];
        var count = 1;
        while (count < max && start + count < _positions.Count && EndOf(start + count) - position <= maxBytes) count++;
        var end = EndOf(start + count - 1);
        var bytes = new byte[end - position];
        if (RandomAccess.Read(_file, bytes, position) != bytes.Length) throw new InvalidDataException($"{Path} is shorter than its records.");

        var payloads = new List<ReadOnlyMemory<byte>>(count);
        for (var i = 0; i < count; i++)
        {
            var at = (int)(_positions[start + i] - position);
            payloads.Add(bytes.AsMemory(at + HeaderBytes, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at))));
        }

        return payloads;
    }

    public void Dispose() => _file.Dispose();

    private long EndOf(int index) => index + 1 < _positions.Count ? _positions[index + 1] : _end;

    private void Recover()
    {
        using var stream = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, RecoveryBufferBytes);
        var length = stream.Length;
        Span<byte> header = stackalloc byte[HeaderBytes];
        while (_end + HeaderBytes <= length)
        {
            stream.ReadExactly(header);
            var size = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (size > 0 && _end + HeaderBytes + size > length) break;

            // A kill cuts a record short; a whole one that is not as it was written is damage, and what follows it was acknowledged.
            var payload = new byte[Math.Max(size, 0)];
            stream.ReadExactly(payload);
            if (size <= 0 || XxHash32.HashToUInt32(payload) != BinaryPrimitives.ReadUInt32LittleEndian(header[4..]))
                throw new InvalidDataException($"{Path} is damaged at byte {_end}, event {Next}. Restore it, or remove its folder to start with an empty partition.");

            _positions.Add(_end);
            _end += HeaderBytes + size;
        }

        stream.SetLength(_end); // what a kill left half written was never acknowledged
    }
}
