using System.Diagnostics;

namespace Credits.Local.Processes;

/// <summary>A child process that never outlives this one, however this one ends.</summary>
/// <remarks>
/// On Unix a shell stands between: its standard input is a pipe that this process holds, and when the pipe breaks, be it by kill -9,
/// the shell kills the child. Windows has no such shell; there the child is started plainly.
/// </remarks>
public sealed class GuardedProcess : IDisposable
{
    // Says the child's own process id first, then waits for the child in front and for the end of input behind.
    private const string Guard =
        """
        exec 3<&0; "$@" 3<&- </dev/null & child=$!; echo "$child"
        { read -r _ <&3; kill -9 $child; } 2>/dev/null & reader=$!
        wait $child; code=$?; kill $reader 2>/dev/null; exit $code
        """;

    private readonly Process _process;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GuardedProcess(Process process)
    {
        _process = process;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _exited.TrySetResult(process.ExitCode);
    }

    /// <summary>The child's id, not the guard's.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Completes with the child's exit code.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>Starts a child. Its output is handed over line by line.</summary>
    /// <param name="file">The program, found on the path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="environment">Variables to set; null removes one that this process has.</param>
    /// <param name="onOutput">Gets each line of standard output.</param>
    /// <param name="onError">Gets each line of standard error.</param>
    public static async Task<GuardedProcess> Start(
        string file, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string?> environment,
        Action<string> onOutput, Action<string> onError)
    {
        var guarded = !OperatingSystem.IsWindows();
        var start = new ProcessStartInfo(guarded ? "/bin/sh" : file)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = guarded,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (guarded) foreach (var argument in new[] { "-c", Guard, "guard", file }) start.ArgumentList.Add(argument);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{file}' did not start.");
        var child = new GuardedProcess(process) { ProcessId = process.Id };
        if (guarded)
        {
            var line = await process.StandardOutput.ReadLineAsync();
            child.ProcessId = int.TryParse(line, out var id) ? id : throw new InvalidOperationException($"'{file}' did not start: {line}");
        }

        _ = Hand(process.StandardOutput, onOutput);
        _ = Hand(process.StandardError, onError);
        return child;
    }

    /// <summary>Ends the child at once.</summary>
    public void Kill()
    {
        if (_exited.Task.IsCompleted) return;

        // Without its pipe the guard kills the child; a tree is what Windows starts.
        if (!OperatingSystem.IsWindows()) _process.StandardInput.Close();
        else if (!_process.HasExited) _process.Kill(entireProcessTree: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    // Ends with the child's output.
    private static async Task Hand(StreamReader output, Action<string> receive)
    {
        while (await output.ReadLineAsync() is { } line)
            if (line.Length > 0) receive(line);
    }
}
