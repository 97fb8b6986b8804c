using Credits.Grants;
using Credits.Limits;
using Credits.Plans;
using Credits.Thresholds;
using Credits.TopUps;

namespace Credits.Tests.TwoYears;

/// <summary>Something that happens to an account, and how long after the last thing.</summary>
internal abstract record Happening(Pause After)
{
    /// <summary>An event that comes late by some minutes; charged to the nth open hold, counted around, unless that is null.</summary>
    public sealed record Use(Pause After, long Millionths, CreditType Type, string Meter, int MinutesLate, int? Hold) : Happening(After);

    /// <summary>An event of a meter that has tiers.</summary>
    public sealed record UsePages(Pause After, int Pages, int MinutesLate) : Happening(After);

    /// <summary>A purchase that lives twelve months.</summary>
    public sealed record Buy(Pause After, long Millionths, CreditType Type) : Happening(After);

    /// <summary>Credits that are given away for some days, perhaps only later and for one meter.</summary>
    public sealed record Promote(Pause After, long Millionths, CreditType Type, string? OnlyMeter, int InDays, int Days) : Happening(After);

    public sealed record ChangePlan(Pause After, string? Plan) : Happening(After);

    public sealed record ChangePlanAtPeriodEnd(Pause After, string? Plan) : Happening(After);

    public sealed record ChangePlanIn(Pause After, TimeSpan In, string? Plan) : Happening(After);

    public sealed record EditPlan(Pause After, Plan Plan) : Happening(After);

    /// <summary>Up to so many credits set aside.</summary>
    public sealed record SetAside(Pause After, long Millionths, CreditType Type, string Meter, int Minutes) : Happening(After);

    public sealed record SetBillingDay(Pause After, int Day) : Happening(After);

    /// <summary>Notice of a grant's end so many days before it; null for as the plan says.</summary>
    public sealed record SetNotice(Pause After, int? Days) : Happening(After);

    /// <summary>Who wants to be told when how little is left.</summary>
    public sealed record SetThresholds(Pause After, Listed<Threshold> Thresholds) : Happening(After);

    /// <summary>When credits are bought by themselves; null for never.</summary>
    public sealed record SetTopUp(Pause After, TopUp? TopUp) : Happening(After);

    public sealed record SetCaps(Pause After, Listed<Cap> Caps) : Happening(After);

    /// <summary>Another time zone; null for UTC.</summary>
    public sealed record SetZone(Pause After, string? Zone) : Happening(After);

    public sealed record SetRepays(Pause After, bool Repays) : Happening(After);
}
