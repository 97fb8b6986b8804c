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

    private readonly SafeFileHandle _file;
    private readonly List<long> _positions = [];
    private long _end;

    public Segment(string path, long first)
    {
        (Path, First) = (path, first);
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        Recover();
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
        RandomAccess.Write(_file, records, _end);
        foreach (var size in sizes)
        {
            _positions.Add(_end);
            _end += size;
        }
    }

    /// <summary>The payloads from a number on, as many as there are up to a count.</summary>
    public List<ReadOnlyMemory<byte>> Read(long from, int max)
    {
        var start = (int)(from - First);
        var count = Math.Min(max, _positions.Count - start);
        var position = _positions[start];
        var end = start + count < _positions.Count ? _positions[start + count] : _end;
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

    private void Recover()
    {
        var length = RandomAccess.GetLength(_file);
        var header = new byte[HeaderBytes];
        while (_end + HeaderBytes <= length && RandomAccess.Read(_file, header, _end) == HeaderBytes)
        {
            var size = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (size <= 0 || _end + HeaderBytes + size > length) break;

            var payload = new byte[size];
            RandomAccess.Read(_file, payload, _end + HeaderBytes);
            if (XxHash32.HashToUInt32(payload) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4))) break;

            _positions.Add(_end);
            _end += HeaderBytes + size;
        }

        RandomAccess.SetLength(_file, _end); // what a kill left half written was never acknowledged
    }
}
