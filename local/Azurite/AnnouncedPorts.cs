using System.Globalization;
using System.Text.RegularExpressions;

namespace Credits.Local.Azurite;

/// <summary>The ports that Azurite says its three services listen on.</summary>
internal sealed partial class AnnouncedPorts
{
    private readonly Dictionary<string, int> _ports = [];
    private readonly TaskCompletionSource<AzuritePorts> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when all three are known.</summary>
    public Task<AzuritePorts> All => _all.Task;

    /// <summary>Takes a line of Azurite's output.</summary>
    public void Hear(string line)
    {
        if (Listening().Match(line) is not { Success: true } heard) return;

        lock (_ports)
        {
            _ports[heard.Groups["service"].Value] = int.Parse(heard.Groups["port"].ValueSpan, CultureInfo.InvariantCulture);
            if (_ports.TryGetValue("Blob", out var blob) && _ports.TryGetValue("Queue", out var queue) && _ports.TryGetValue("Table", out var table))
                _all.TrySetResult(new(blob, queue, table));
        }
    }

    [GeneratedRegex(@"^Azurite (?<service>Blob|Queue|Table) service is successfully listening at \S+:(?<port>\d+)$")]
    private static partial Regex Listening();
}
