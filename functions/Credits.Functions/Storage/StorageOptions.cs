namespace Credits.Functions.Storage;

/// <summary>How the app reaches its stores beside the connections themselves.</summary>
public sealed class StorageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Storage";

    /// <summary>Whether to make database, container, tables, blob container and queues at start. In Azure the infrastructure does that, and the app may not.</summary>
    public bool CreateAtStart { get; set; }
}
