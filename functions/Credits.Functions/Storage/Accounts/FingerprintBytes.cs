using System.Buffers.Binary;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Fingerprints as stored: 8 bytes each, big-endian, in entry order.</summary>
internal static class FingerprintBytes
{
    public static byte[] Of(ReadOnlySpan<ulong> fingerprints)
    {
        var bytes = new byte[fingerprints.Length * sizeof(ulong)];
        for (var i = 0; i < fingerprints.Length; i++)
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(i * sizeof(ulong)), fingerprints[i]);

        return bytes;
    }

    public static ulong[] ToFingerprints(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % sizeof(ulong) != 0) throw new InvalidOperationException($"{bytes.Length} bytes are no whole number of fingerprints.");

        var fingerprints = new ulong[bytes.Length / sizeof(ulong)];
        for (var i = 0; i < fingerprints.Length; i++)
            fingerprints[i] = BinaryPrimitives.ReadUInt64BigEndian(bytes[(i * sizeof(ulong))..]);

        return fingerprints;
    }
}
