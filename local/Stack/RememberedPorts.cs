using System.Text.Json;

namespace Credits.Local.Stack;

/// <summary>The ports of one data directory: the same ones at every start as long as they are free, so that clients find them again, others where they are not.</summary>
internal sealed record RememberedPorts(int Api, int EventHubs, int Cosmos, int Blob, int Queue, int Table, int Statistics, int Stripe)
{
    private const string FileName = "ports.json";

    public static RememberedPorts Read(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        var last = File.Exists(path) ? JsonSerializer.Deserialize<RememberedPorts>(File.ReadAllText(path))! : new(0, 0, 0, 0, 0, 0, 0, 0);
        var chosen = new HashSet<int>();
        return new(Free(last.Api), Free(last.EventHubs), Free(last.Cosmos), Free(last.Blob), Free(last.Queue), Free(last.Table), Free(last.Statistics), Free(last.Stripe));

        int Free(int port)
        {
            if (port == 0 || !Ports.TryKeep(port)) port = Ports.Free();
            while (!chosen.Add(port)) port = Ports.Free();
            return port;
        }
    }

    public void Write(string dataDirectory)
    {
        // Replaced at once, so that a kill leaves the old or the new.
        var path = Path.Combine(dataDirectory, FileName);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(this));
        File.Move(path + ".new", path, overwrite: true);
    }
}
