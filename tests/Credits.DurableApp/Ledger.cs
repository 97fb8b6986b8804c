using Microsoft.Extensions.Configuration;

namespace Credits.DurableApp;

/// <summary>What activities did, in a folder that the test reads: a line each time one ran, whatever became of it.</summary>
public sealed class Ledger(IConfiguration settings)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly string _folder = settings["Ledger"] ?? throw new InvalidOperationException("The app setting 'Ledger' names the folder.");

    /// <summary>Notes that something happened.</summary>
    public void Add(string instance, string line)
    {
        // Two activities of an instance may end at the same time.
        lock (this) File.AppendAllLines(Path.Combine(_folder, instance), [line]);
    }

    /// <summary>How often something happened.</summary>
    public int Count(string instance, string line)
    {
        lock (this) return File.ReadLines(Path.Combine(_folder, instance)).Count(one => one == line);
    }

    /// <summary>Returns when the test lets the instance go on.</summary>
    public async Task Released(string instance, CancellationToken cancellation)
    {
        while (!File.Exists(Path.Combine(_folder, instance + ".go"))) await Task.Delay(Poll, cancellation);
    }
}
