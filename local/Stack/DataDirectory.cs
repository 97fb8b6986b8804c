namespace Credits.Local.Stack;

/// <summary>The folder with all of a stack's data. One stack at a time.</summary>
internal sealed class DataDirectory : IAsyncDisposable
{
    private const string LockFile = ".lock";
    private const string Marker = "operator-key";

    private readonly FileStream _lock;

    private DataDirectory(FileStream @lock) => _lock = @lock;

    /// <summary>Takes the folder for this process.</summary>
    public static DataDirectory Occupy(string path)
    {
        Directory.CreateDirectory(path);
        try
        {
            return new(new(Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"Another local stack runs on {path}; stop it, or give this one a --data directory of its own.", e);
        }
    }

    /// <summary>Removes a stack's data; refuses a folder that is none of a stack's.</summary>
    public static void Empty(string path)
    {
        if (!Directory.Exists(path)) return;
        if (Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(Path.Combine(path, Marker)))
            throw new InvalidOperationException($"{path} is not a local stack's data directory, so --reset leaves it alone.");

        Occupy(path)._lock.Dispose();
        Directory.Delete(path, recursive: true);
    }

    public ValueTask DisposeAsync() => _lock.DisposeAsync();
}
