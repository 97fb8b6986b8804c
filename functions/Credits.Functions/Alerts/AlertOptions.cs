using Credits.Functions.Configuration;

namespace Credits.Functions.Alerts;

/// <summary>How alerts are delivered.</summary>
public sealed class AlertOptions : ICheckedOptions
{
    private const int LongestPatienceDays = 365;

    /// <summary>The first pause between two attempts unless the settings say otherwise. All others are in proportion to it.</summary>
    public static readonly TimeSpan DefaultRetryBase = TimeSpan.FromSeconds(5);

    // Then the longest pause is under seven days, which a queue's message can wait.
    private static readonly TimeSpan LongestRetryBase = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public static string Section => "Alerts";

    /// <summary>The first pause between two attempts; with the default, all attempts are made within 18 hours.</summary>
    public TimeSpan RetryBase { get; set; } = DefaultRetryBase;

    /// <summary>After how many days on which nothing reached it an endpoint is disabled.</summary>
    public int DisableAfterDays { get; set; } = 5;

    /// <summary>Whether webhooks may go to http addresses and into private networks. For one's own machine only: whoever sets an endpoint could reach whatever the app can.</summary>
    public bool AllowInsecureTargets { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (RetryBase <= TimeSpan.Zero || RetryBase > LongestRetryBase) yield return SettingFault.Of(Section, nameof(RetryBase), RetryBase, "above zero and at most a minute, as hh:mm:ss");
        if (DisableAfterDays is < 1 or > LongestPatienceDays) yield return SettingFault.Of(Section, nameof(DisableAfterDays), DisableAfterDays, $"from 1 to {LongestPatienceDays}");
    }
}
