using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Credits.Local.Azurite;

/// <summary>
/// The Azurite that a killed stack left in a data directory. It still writes what it holds in memory; a second one meanwhile would spoil its files.
/// </summary>
public static class AzuritePredecessor
{
    /// <summary>Longer than its guard lets it live once its stack is dead.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string ProcessIdFile = "azurite.pid";
    private const string Program = "node";

    // The system tells a process' start in its own ticks, a file's time in others.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(1);

    /// <summary>Returns when no Azurite uses a data directory any more.</summary>
    /// <exception cref="InvalidOperationException">One still does after <paramref name="patience"/>.</exception>
    public static async Task Gone(string dataDirectory, TimeSpan patience, ILogger log, CancellationToken cancellation)
    {
        using var process = Find(dataDirectory);
        if (process is null) return;

        log.LogInformation("Waiting for Azurite, process {ProcessId}, which an earlier stack left behind", process.Id);
        try
        {
            await process.WaitForExitAsync(cancellation).WaitAsync(patience, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException(
                $"Azurite still runs as process {process.Id} on the data in {dataDirectory}, and two at a time would spoil them. "
                + $"Stop the stack it belongs to; if that is gone, end the process itself ('kill {process.Id}'). Then start again.", e);
        }
    }

    /// <summary>Notes which process uses a data directory from now on.</summary>
    internal static Task Record(string dataDirectory, int processId, CancellationToken cancellation) =>
        File.WriteAllTextAsync(PathIn(dataDirectory), processId.ToString(CultureInfo.InvariantCulture), cancellation);

    private static Process? Find(string dataDirectory)
    {
        var file = new FileInfo(PathIn(dataDirectory));
        if (!file.Exists || !int.TryParse(File.ReadAllText(file.FullName), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return null;

        Process? process = null;
        try
        {
            process = Process.GetProcessById(id);
            if (IsNode(process) && process.StartTime.ToUniversalTime() <= file.LastWriteTimeUtc + ClockSlack) return process;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It is gone, or the id is another user's process now.
        }

        // The system gives ids out again: whoever has this one now is no Azurite, or began after the note was written.
        process?.Dispose();
        return null;
    }

    private static bool IsNode(Process process) =>
        string.Equals(Path.GetFileNameWithoutExtension(process.MainModule?.FileName), Program, StringComparison.OrdinalIgnoreCase);

    private static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, ProcessIdFile);
}
