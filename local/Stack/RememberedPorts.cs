using System.Text.Json;

namespace Credits.Local.Stack;

/// <summary>The ports of one data directory: the same ones at every start as long as they are free, so that clients find them again.</summary>
internal sealed record RememberedPorts(int EventHubs, int Cosmos, int Blob, int Queue, int Table, int Statistics)
{
    private const string FileName = "ports.json";

    public static RememberedPorts Read(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        var last = File.Exists(path) ? JsonSerializer.Deserialize<RememberedPorts>(File.ReadAllText(path))! : new(0, 0, 0, 0, 0, 0);
        return new(Free(last.EventHubs), Free(last.Cosmos), Free(last.Blob), Free(last.Queue), Free(last.Table), Free(last.Statistics));
    }

    public void Write(string dataDirectory) => File.WriteAllText(Path.Combine(dataDirectory, FileName), JsonSerializer.Serialize(this));

    private static int Free(int port) => port != 0 && Ports.IsFree(port) ? port : 0;
}
