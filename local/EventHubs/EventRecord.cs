using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text;
using Amqp;
using Amqp.Framing;

namespace Credits.Local.EventHubs;

/// <summary>An event as a record's payload: enqueued time (8 bytes of UTC ticks), partition key (2 bytes of length, −1 for none, UTF-8), the AMQP message.</summary>
internal static class EventRecord
{
    private const int TimeBytes = sizeof(long);
    private const int KeyLengthBytes = sizeof(short);
    private const short NoKey = -1;

    /// <summary>Sealed records of several events, one after the other, and the size of each.</summary>
    public static (byte[] Records, int[] Sizes) Write(IReadOnlyList<ReadOnlyMemory<byte>> encoded, string? partitionKey, DateTimeOffset enqueuedAt)
    {
        var key = partitionKey is null ? [] : Encoding.UTF8.GetBytes(partitionKey);
        var sizes = encoded.Select(message => Segment.SizeOf(TimeBytes + KeyLengthBytes + key.Length + message.Length)).ToArray();
        var records = new byte[sizes.Sum()];

        var start = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            var record = records.AsSpan(start, sizes[i]);
            var payload = Segment.PayloadOf(record);
            BinaryPrimitives.WriteInt64LittleEndian(payload, enqueuedAt.UtcTicks);
            BinaryPrimitives.WriteInt16LittleEndian(payload[TimeBytes..], partitionKey is null ? NoKey : (short)key.Length);
            key.CopyTo(payload[(TimeBytes + KeyLengthBytes)..]);
            encoded[i].Span.CopyTo(payload[(TimeBytes + KeyLengthBytes + key.Length)..]);
            Segment.Seal(record);
            start += sizes[i];
        }

        return (records, sizes);
    }

    public static StoredEvent Read(long sequenceNumber, ReadOnlyMemory<byte> payload)
    {
        var enqueuedAt = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(payload.Span), TimeSpan.Zero);
        var keyLength = BinaryPrimitives.ReadInt16LittleEndian(payload.Span[TimeBytes..]);
        var key = payload.Slice(TimeBytes + KeyLengthBytes, Math.Max(keyLength, (short)0));
        var encoded = payload[(TimeBytes + KeyLengthBytes + key.Length)..];

        var message = Message.Decode(Buffer(encoded));
        return new(
            sequenceNumber, enqueuedAt, keyLength == NoKey ? null : Encoding.UTF8.GetString(key.Span), BodyOf(message), PropertiesOf(message),
            message.Properties?.ContentType?.ToString(), encoded);
    }

    /// <summary>Refuses a message that could not be read back: once in the log, it would stop every reader.</summary>
    /// <exception cref="NotSupportedException">Its body is no single data section.</exception>
    /// <exception cref="AmqpException">It is no AMQP message.</exception>
    public static void Check(ReadOnlyMemory<byte> encoded) => BodyOf(Message.Decode(Buffer(encoded)));

    /// <summary>A view of bytes that AMQPNetLite reads.</summary>
    public static ByteBuffer Buffer(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var array)
            ? new ByteBuffer(array.Array!, array.Offset, array.Count, array.Count)
            : new ByteBuffer(bytes.ToArray(), 0, bytes.Length, bytes.Length);

    /// <summary>The bytes of one data section.</summary>
    public static ReadOnlyMemory<byte> BytesOf(Data data) =>
        data.Buffer is { } buffer ? buffer.Buffer.AsMemory(buffer.Offset, buffer.Length) : data.Binary;

    private static ReadOnlyMemory<byte> BodyOf(Message message) => message.BodySection switch
    {
        null => ReadOnlyMemory<byte>.Empty,
        Data data => BytesOf(data),
        var other => throw new NotSupportedException($"An event's body is one AMQP data section here, not {other.GetType().Name}."),
    };

    private static FrozenDictionary<string, object> PropertiesOf(Message message) => message.ApplicationProperties is { } properties
        ? properties.Map.ToFrozenDictionary(item => item.Key.ToString()!, item => item.Value)
        : FrozenDictionary<string, object>.Empty;
}
