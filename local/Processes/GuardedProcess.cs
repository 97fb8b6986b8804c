using System.ComponentModel;
using System.Diagnostics;

namespace Credits.Local.Processes;

/// <summary>A child process that never outlives this one, however this one ends.</summary>
/// <remarks>
/// On Unix a shell stands between: its standard input is a pipe that this process holds, and when the pipe breaks, be it by kill -9,
/// the shell kills the child. Windows has no such shell; there the child is started plainly.
/// </remarks>
public sealed class GuardedProcess : IDisposable
{
    // Waits for the child in front and for its input behind: a line asks the child to end, the end of input kills it, after a grace in
    // tenths of a second if it has one.
    // The child says its id before it becomes the program, so that the id is always the first line. Ctrl+C in a terminal reaches
    // the guard too, which must outlive it: the parent decides when the child ends.
    private const string Guard =
        """
        trap '' INT
        grace=$1; shift
        command -v "$1" >/dev/null || { echo missing; exit 127; }
        exec 3<&0
        /bin/sh -c 'echo $$; exec "$@"' child "$@" 3<&- </dev/null & child=$!
        {
          while read -r _ <&3; do kill -TERM $child; done
          [ "$grace" -gt 0 ] && kill -TERM $child
          while [ "$grace" -gt 0 ] && kill -0 $child; do sleep 0.1; grace=$((grace - 1)); done
          kill -9 $child
        } >/dev/null 2>&1 & reader=$!
        wait $child; code=$?; kill $reader 2>/dev/null; exit $code
        """;

    private const int NoSuchFile = 2; // ENOENT, and ERROR_FILE_NOT_FOUND on Windows

    // A grandchild that keeps the pipes open must not hide the child's end for ever. What the child itself has written is read long before, but for a machine that has no time.
    private static readonly TimeSpan LastOutputDeadline = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GuardedProcess(Process process)
    {
        _process = process;
        process.Exited += (_, _) => _ended.TrySetResult(process.ExitCode);
        process.EnableRaisingEvents = true;
    }

    /// <summary>The child's id, not the guard's.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Completes with the child's exit code, after its last output was handed over.</summary>
    public Task<int> Exited { get; private set; } = Task.FromResult(0);

    /// <summary>Starts a child. Its output is handed over line by line.</summary>
    /// <param name="file">The program, found on the path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="environment">Variables to set; null removes one that this process has.</param>
    /// <param name="onOutput">Gets each line of standard output.</param>
    /// <param name="onError">Gets each line of standard error.</param>
    /// <param name="grace">How long it may take to end by itself, after SIGTERM, when this process has died.</param>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static async Task<GuardedProcess> Start(
        string file, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string?> environment,
        Action<string> onOutput, Action<string> onError, TimeSpan grace = default)
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
        if (guarded) foreach (var argument in new[] { "-c", Guard, "guard", $"{(int)(grace.TotalSeconds * 10)}", file }) start.ArgumentList.Add(argument);
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
            if (!int.TryParse(line, out var id))
            {
                child.Dispose();
                throw new Win32Exception(NoSuchFile, $"'{file}' did not start: there is no such program.");
            }

            child.ProcessId = id;
        }

        child.Exited = child.End(Hand(process.StandardOutput, onOutput), Hand(process.StandardError, onError));
        return child;
    }

    /// <summary>Asks the child to end, with SIGTERM; on Windows, where there is no such thing, ends it at once.</summary>
    public void Stop()
    {
        if (OperatingSystem.IsWindows())
        {
            Kill();
            return;
        }

        try
        {
            _process.StandardInput.WriteLine();
            _process.StandardInput.Flush();
        }
        catch (IOException) when (_process.HasExited)
        {
            // It had ended before it was asked to.
        }
    }

    /// <summary>Ends the child at once.</summary>
    public void Kill()
    {
        if (_ended.Task.IsCompleted) return;

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

    private async Task<int> End(params Task[] outputs)
    {
        var code = await _ended.Task;
        await Task.WhenAny(Task.WhenAll(outputs), Task.Delay(LastOutputDeadline));
        return code;
    }

    // Ends with the child's output.
    private static async Task Hand(StreamReader output, Action<string> receive)
    {
        while (await output.ReadLineAsync() is { } line)
            if (line.Length > 0) receive(line);
    }
}
