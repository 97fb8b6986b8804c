namespace Credits.Functions.Ingest;

/// <summary>When a message counts as passed over.</summary>
public sealed class IngestOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Ingest";

    /// <summary>How long the trigger has for a message, and for a next batch, before nobody waits for it any longer. At least a second.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromMinutes(1);
}
