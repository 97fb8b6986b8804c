using Credits.Functions.Configuration;

namespace Credits.Functions.Ingest;

/// <summary>When a message counts as passed over.</summary>
public sealed class IngestOptions : ICheckedOptions
{
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostGrace = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public static string Section => "Ingest";

    /// <summary>How long the trigger has for a message, and for a next batch, before nobody waits for it any longer. At least a second.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (Grace < LeastGrace || Grace > MostGrace) yield return SettingFault.Of(Section, nameof(Grace), Grace, "from a second to an hour, as hh:mm:ss");
    }
}
