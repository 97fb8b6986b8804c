namespace Credits.Local.Tests;

internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("credits-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
