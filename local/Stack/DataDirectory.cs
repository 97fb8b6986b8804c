namespace Credits.Local.Stack;

/// <summary>The folder with all of a stack's data. One stack at a time.</summary>
internal sealed class DataDirectory : IAsyncDisposable
{
    private const string LockFile = ".lock";
    private const string Marker = "operator-key";

    private readonly string _path;
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream @lock) => (_path, _lock) = (path, @lock);

    /// <summary>Takes the folder for this process: a stack's own, or an empty one.</summary>
    public static DataDirectory Occupy(string path)
    {
        // Nothing else must be in there, because --reset removes all there is.
        Directory.CreateDirectory(path);
        if (Entries(path).Any() && !File.Exists(Path.Combine(path, Marker)))
            throw new InvalidOperationException($"{path} is not a local stack's data directory, so it is left alone; give the stack an empty one with --data.");

        try
        {
            return new(path, new(Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"Another local stack runs on {path}; stop it, or give this one a --data directory of its own.", e);
        }
    }

    /// <summary>Removes all data.</summary>
    public void Empty()
    {
        // The marker goes last, so that what a kill leaves half done can be reset again.
        foreach (var entry in Entries(_path).OrderBy(entry => entry.Name == Marker).ToList())
        {
            if (entry is DirectoryInfo { LinkTarget: null } directory) directory.Delete(recursive: true);
            else entry.Delete();
        }
    }

    public ValueTask DisposeAsync() => _lock.DisposeAsync();

    // The lock alone is what a start leaves that failed at once.
    private static IEnumerable<FileSystemInfo> Entries(string path) => new DirectoryInfo(path).EnumerateFileSystemInfos().Where(entry => entry.Name != LockFile);
}
