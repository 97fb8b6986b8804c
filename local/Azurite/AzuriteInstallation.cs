using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Credits.Local.Processes;

namespace Credits.Local.Azurite;

/// <summary>Azurite as npm installs it, once, beside its lock file in the source tree.</summary>
internal static class AzuriteInstallation
{
    public const string Needed = "Azurite needs Node.js 20 or newer with npm on the path; see https://nodejs.org.";
    private const string Stamp = ".installed";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The script to start, installed first when it is missing or the lock file has changed.</summary>
    public static async Task<string> Script(ILogger log, CancellationToken cancellation)
    {
        var directory = Path.Combine(SourceTree.LocalDirectory, "Azurite");
        var modules = Path.Combine(directory, "node_modules");
        var wanted = await File.ReadAllTextAsync(Path.Combine(directory, "package-lock.json"), cancellation);

        // Several instances may start at once: one installs, the others wait for it.
        await using var turn = await Turn(Path.Combine(Path.GetTempPath(), $"credits-azurite-{Fingerprint(directory)}.lock"), cancellation);
        var stamp = Path.Combine(modules, Stamp);
        if (!File.Exists(stamp) || await File.ReadAllTextAsync(stamp, cancellation) != wanted)
        {
            log.LogInformation("Installing Azurite with npm; this happens once");
            await Install(directory, cancellation);
            await File.WriteAllTextAsync(stamp, wanted, cancellation);
        }

        return Path.Combine(modules, "azurite", "dist", "src", "azurite.js");
    }

    private static async Task Install(string directory, CancellationToken cancellation)
    {
        var output = new ConcurrentQueue<string>();
        try
        {
            // Guarded, so that no npm goes on writing once the turn has passed to another instance.
            using var npm = await GuardedProcess.Start(
                OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                directory, new Dictionary<string, string?>(), output.Enqueue, output.Enqueue);
            if (await npm.Exited.WaitAsync(cancellation) != 0)
                throw new InvalidOperationException($"'npm ci' in {directory} failed. {Needed}\n{string.Join('\n', output)}");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(Needed, e);
        }
    }

    private static async Task<FileStream> Turn(string path, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed < Patience)
            {
                await Task.Delay(Poll, cancellation);
            }
        }
    }

    private static string Fingerprint(string text) =>
        Convert.ToHexString(System.IO.Hashing.XxHash64.Hash(System.Text.Encoding.UTF8.GetBytes(text)));
}
