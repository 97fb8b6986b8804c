using Credits.Functions.Configuration;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Where accounts live, and for how long an event's identity is remembered.</summary>
public sealed class AccountStoreOptions : ICheckedOptions
{
    /// <summary>An event so old still finds its billing period's counters, which are kept for <see cref="global::Credits.Periods.PeriodCounters.Kept"/> from the period's start.</summary>
    public static readonly TimeSpan LongestDedupeWindow = TimeSpan.FromDays(60);

    private static readonly TimeSpan ShortestDedupeWindow = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public static string Section => "Accounts";

    /// <summary>The database.</summary>
    public string Database { get; set; } = "credits";

    /// <summary>The container.</summary>
    public string Container { get; set; } = "accounts";

    /// <summary>How long a resent event is recognized. An older event can't be proven new and is refused. From 1 to 60 days.</summary>
    public TimeSpan DedupeWindow { get; set; } = TimeSpan.FromDays(35);

    /// <summary>How many fingerprints an instance keeps in memory, over all accounts, at about 20 bytes each.</summary>
    public int CachedFingerprints { get; set; } = 8_000_000;

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (Database.Length == 0) yield return SettingFault.Of(Section, nameof(Database), Database, "the name of the database");
        if (Container.Length == 0) yield return SettingFault.Of(Section, nameof(Container), Container, "the name of the container");
        if (DedupeWindow < ShortestDedupeWindow || DedupeWindow > LongestDedupeWindow)
            yield return SettingFault.Of(Section, nameof(DedupeWindow), DedupeWindow, $"from {ShortestDedupeWindow.TotalDays} to {LongestDedupeWindow.TotalDays} days, as d.hh:mm:ss");
        if (CachedFingerprints <= 0) yield return SettingFault.Of(Section, nameof(CachedFingerprints), CachedFingerprints, "above zero");
    }
}
