using Credits.Functions.Configuration;

namespace Credits.Functions.Usage;

/// <summary>How events are taken.</summary>
public sealed class UsageOptions : ICheckedOptions
{
    internal static readonly TimeSpan MostClockSkew = TimeSpan.FromHours(12);

    private const int MostParallelAccounts = 256;

    /// <inheritdoc/>
    public static string Section => "Usage";

    /// <summary>What happens to an event whose account does not exist.</summary>
    public UnknownAccounts UnknownAccounts { get; set; } = UnknownAccounts.DeadLetter;

    /// <summary>How far a sender's clock may run ahead. An event from later than that is refused. At most 12 hours.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many accounts of a batch are booked at a time.</summary>
    public int ParallelAccounts { get; set; } = 16;

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (ParallelAccounts is < 1 or > MostParallelAccounts) yield return SettingFault.Of(Section, nameof(ParallelAccounts), ParallelAccounts, $"from 1 to {MostParallelAccounts}");
        if (ClockSkew < TimeSpan.Zero || ClockSkew > MostClockSkew) yield return SettingFault.Of(Section, nameof(ClockSkew), ClockSkew, $"from zero to {MostClockSkew.TotalHours} hours, as hh:mm:ss");
        if (!Enum.IsDefined(UnknownAccounts)) yield return SettingFault.Of(Section, nameof(UnknownAccounts), UnknownAccounts, string.Join(" or ", Enum.GetNames<UnknownAccounts>()));
    }
}

/// <summary>What happens to an event whose account does not exist.</summary>
public enum UnknownAccounts
{
    /// <summary>It becomes a dead letter; replay it once the account is opened.</summary>
    DeadLetter,

    /// <summary>The account is opened with default settings, and the event becomes overdraft.</summary>
    Open,
}
