using Credits.Periods;
using Credits.Plans;

namespace Credits.Tests.Stories;

/// <summary>Plans that stories are about.</summary>
internal static class Offered
{
    public static readonly Term Month = new(1, TermUnit.Month);
    public static readonly Term Year = new(1, TermUnit.Year);

    public static Plan Plan(string id, params Allotment[] allotments) => new(id) { Terms = new() { Allotments = [.. allotments] } };

    /// <summary>So many credits every calendar month.</summary>
    public static Allotment Monthly(decimal credits, string id = "monthly") => new(id, Credits.Of(credits), Cycle.Monthly);

    /// <summary>So many credits every month from the day on which the account came.</summary>
    public static Allotment EachMonth(decimal credits) => new("monthly", Credits.Of(credits), new(Month, CycleAnchor.Subscription));

    public static Plan ByDays(this Plan plan) => plan with { Terms = plan.Terms with { Proration = Proration.ByDays } };
}
