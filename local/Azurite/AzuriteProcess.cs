using System.ComponentModel;
using System.Globalization;
using Credits.Local.Processes;

namespace Credits.Local.Azurite;

/// <summary>Where Azurite's three services listen on 127.0.0.1; 0 is any free port.</summary>
public sealed record AzuritePorts(int Blob, int Queue, int Table);

/// <summary>Azure Storage on this machine: the Azurite emulator as a child process.</summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    // Azurite's well-known account.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(3);

    // Killed before it has written all, it loses data.
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);

    private readonly GuardedProcess _process;
    private volatile bool _stopping;

    private AzuriteProcess(GuardedProcess process, AzuritePorts ports)
    {
        (_process, Ports) = (process, ports);
        ConnectionString =
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};" +
            $"BlobEndpoint=http://127.0.0.1:{ports.Blob}/{Account};" +
            $"QueueEndpoint=http://127.0.0.1:{ports.Queue}/{Account};" +
            $"TableEndpoint=http://127.0.0.1:{ports.Table}/{Account};";
    }

    /// <summary>Where it listens.</summary>
    public AzuritePorts Ports { get; }

    /// <summary>Its process.</summary>
    public int ProcessId => _process.ProcessId;

    /// <summary>What clients connect with.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts Azurite, installing it first if need be, once no other uses its data, and waits until its services answer.</summary>
    /// <exception cref="InvalidOperationException">A port is taken, the data are in use, or there is no Node.js.</exception>
    public static async Task<AzuriteProcess> Start(string dataDirectory, AzuritePorts ports, ILoggerFactory logs, CancellationToken cancellation)
    {
        foreach (var port in new[] { ports.Blob, ports.Queue, ports.Table })
        {
            if (port != 0 && !Local.Ports.IsFree(port))
                throw new InvalidOperationException($"Azurite can't listen on port {port}: another process does. Choose another port, or 0 for any.");
        }

        var log = logs.CreateLogger("Azurite");
        var script = await AzuriteInstallation.Script(log, cancellation);
        Directory.CreateDirectory(dataDirectory);
        await AzuritePredecessor.Gone(dataDirectory, AzuritePredecessor.Patience, log, cancellation);

        var output = new LastLines();
        var announced = new AnnouncedPorts();
        void Said(string line)
        {
            output.Add(line);
            announced.Hear(line);
        }

        static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
        var process = await StartNode(
            [
                "--require", Path.Combine(SourceTree.LocalDirectory, "Azurite", "outlive.cjs"), script, "--location", dataDirectory, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobHost", "127.0.0.1", "--blobPort", Text(ports.Blob),
                "--queueHost", "127.0.0.1", "--queuePort", Text(ports.Queue),
                "--tableHost", "127.0.0.1", "--tablePort", Text(ports.Table),
            ],
            dataDirectory, Said);

        try
        {
            await AzuritePredecessor.Record(dataDirectory, process.ProcessId, cancellation);
            var azurite = new AzuriteProcess(process, await Listening(process, announced, output, cancellation));
            _ = azurite.Watch(output, log);
            return azurite;
        }
        catch
        {
            await End(process);
            throw;
        }
    }

    /// <summary>Ends Azurite. It writes what it still holds in memory first, which a kill would lose.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        await End(_process);
    }

    private static async Task End(GuardedProcess process)
    {
        process.Stop();
        if (await Task.WhenAny(process.Exited, Task.Delay(StopDeadline)) != process.Exited) process.Kill();
        await process.Exited;
        process.Dispose();
    }

    private static async Task<GuardedProcess> StartNode(IEnumerable<string> arguments, string directory, Action<string> said)
    {
        try
        {
            return await GuardedProcess.Start("node", arguments, directory, new Dictionary<string, string?>(), said, said, StopDeadline);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(AzuriteInstallation.Needed, e);
        }
    }

    // Azurite says that it listens once it does, and on which port when it was to take any: no other process can be there first.
    private static async Task<AzuritePorts> Listening(GuardedProcess process, AnnouncedPorts announced, LastLines output, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAny(announced.All, process.Exited).WaitAsync(StartDeadline, cancellation);
        }
        catch (TimeoutException)
        {
            throw NotListening(output);
        }

        return announced.All.IsCompletedSuccessfully ? await announced.All : throw NotListening(output);
    }

    private static InvalidOperationException NotListening(LastLines output) =>
        new($"Azurite did not start listening. {AzuriteInstallation.Needed}\n{output}");

    private async Task Watch(LastLines output, ILogger log)
    {
        var code = await _process.Exited;
        if (!_stopping) log.LogCritical("Azurite ended by itself with code {Code}: {Output}", code, output);
    }

    private sealed class LastLines
    {
        private const int Kept = 10;
        private readonly Queue<string> _lines = new();

        public void Add(string line)
        {
            lock (_lines)
            {
                _lines.Enqueue(line);
                if (_lines.Count > Kept) _lines.Dequeue();
            }
        }

        public override string ToString()
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }
}
