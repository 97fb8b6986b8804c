using Credits.Functions.Configuration;

namespace Credits.Functions.TopUps;

/// <summary>How patient automatic top-ups are.</summary>
public sealed class TopUpOptions : ICheckedOptions
{
    private static readonly TimeSpan LongestAuthentication = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public static string Section => "TopUps";

    /// <summary>How long to wait after each decline before the next attempt, parted by commas. After the last, automatic top-up pauses.</summary>
    public string Dunning { get; set; } = "01:00:00, 1.00:00:00, 3.00:00:00";

    /// <summary>How long a customer may take to confirm a payment.</summary>
    public TimeSpan Authentication { get; set; } = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (Waits is null) yield return SettingFault.Of(Section, nameof(Dunning), Dunning, "waits above zero, parted by commas, such as 01:00:00, 1.00:00:00");
        if (Authentication <= TimeSpan.Zero || Authentication > LongestAuthentication)
            yield return SettingFault.Of(Section, nameof(Authentication), Authentication, $"above zero and at most {LongestAuthentication.TotalDays} days, as d.hh:mm:ss");
    }

    /// <summary>The waits; null when the setting can't be read.</summary>
    internal IReadOnlyList<TimeSpan>? Waits
    {
        get
        {
            var waits = new List<TimeSpan>();
            foreach (var part in Dunning.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (Duration.Read(part) is not { } wait || wait <= TimeSpan.Zero) return null;
                waits.Add(wait);
            }

            return waits;
        }
    }
}
