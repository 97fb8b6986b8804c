using System.Reflection;

namespace Credits.Local;

/// <summary>Where this project's own files are; it is run from its source tree, never deployed.</summary>
internal static class SourceTree
{
    /// <summary>The folder of this project.</summary>
    public static string LocalDirectory => Metadata("LocalDirectory");

    /// <summary>The function app's build output.</summary>
    public static string FunctionAppDirectory => Path.GetFullPath(Metadata("FunctionAppDirectory"));

    private static string Metadata(string key) =>
        typeof(SourceTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
