using Credits.Functions.Configuration;

namespace Credits.Functions.Storage;

/// <summary>How the app reaches its stores beside the connections themselves.</summary>
public sealed class StorageOptions : ICheckedOptions
{
    /// <inheritdoc/>
    public static string Section => "Storage";

    /// <inheritdoc/>
    /// <remarks>Below it are the connection's parts, some of which only the Functions host reads.</remarks>
    public static bool IsOursAlone => false;

    /// <summary>Whether to make database, container, tables, blob container and queues at start. In Azure the infrastructure does that, and the app may not.</summary>
    public bool CreateAtStart { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> Faults() => [];
}
