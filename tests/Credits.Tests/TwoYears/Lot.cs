using Credits.Grants;
using Credits.Plans;

namespace Credits.Tests.TwoYears;

/// <summary>Credits that came in together, in millionths.</summary>
internal sealed class Lot
{
    public required CreditType Type { get; init; }

    public required GrantKind Kind { get; init; }

    public required long Amount { get; init; }

    public required long Left { get; set; }

    public long Held { get; set; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset? Until { get; init; }

    public required int Priority { get; init; }

    public string? OnlyMeter { get; init; }

    /// <summary>The plan and allotment whose period it is for; null when it was bought, given or rolled over.</summary>
    public (string Plan, string Allotment)? For { get; init; }

    /// <summary>The end of that period.</summary>
    public DateTimeOffset PeriodEnd { get; init; }

    public RolloverPolicy? Rollover { get; init; }

    /// <summary>Until when what rolls over of it lives.</summary>
    public DateTimeOffset? RollsOverUntil { get; init; }

    /// <summary>Whether notice of its end was given.</summary>
    public bool IsAnnounced { get; set; }

    public long Free => Left - Held;

    public bool IsUsableAt(DateTimeOffset time) => From <= time && (Until is null || time < Until);

    public bool PaysFor(string? meter) => OnlyMeter is null || OnlyMeter == meter;
}
