using System.Buffers.Binary;

namespace Credits.Local.Cosmos;

/// <summary>Resource ids in their real shape: the SDK takes them apart and builds addresses from the parts.</summary>
internal static class ResourceIds
{
    private const int DatabaseBytes = 4;
    private const int ContainerBytes = 8;
    private const int ChildBytes = 16;
    private const uint IsContainer = 0x8000_0000;
    private const byte IsPartitionKeyRange = 0x50;

    public static string Database(int number) => Text(DatabaseOf(number));

    public static string Container(int database, int number) => Text(ContainerOf(database, number));

    public static string Document(int database, int container, long number) => Text(ChildOf(database, container, number, kind: 0));

    public static string Range(int database, int container) => Text(ChildOf(database, container, 2, IsPartitionKeyRange));

    private static byte[] DatabaseOf(int number)
    {
        var bytes = new byte[DatabaseBytes];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    private static byte[] ContainerOf(int database, int number)
    {
        var bytes = new byte[ContainerBytes];
        DatabaseOf(database).CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(DatabaseBytes), IsContainer | (uint)number);
        return bytes;
    }

    private static byte[] ChildOf(int database, int container, long number, byte kind)
    {
        var bytes = new byte[ChildBytes];
        ContainerOf(database, container).CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(ContainerBytes), number);
        bytes[^1] |= kind;
        return bytes;
    }

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).Replace('/', '-');
}
