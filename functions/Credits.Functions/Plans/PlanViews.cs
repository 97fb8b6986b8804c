using System.Text.Json;
using Credits.Functions.Storage.Catalogue;
using Credits.Plans;

namespace Credits.Functions.Plans;

/// <summary>A plan.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="RateCard">The rate card of accounts that name none.</param>
/// <param name="RateCardVersion">The version of that rate card which the plan keeps.</param>
/// <param name="Overrides">Prices of everybody on the plan.</param>
/// <param name="Limits">The limits of accounts that say nothing else.</param>
/// <param name="Fallbacks">What to use instead when a check does not simply allow something.</param>
/// <param name="Period">The periods at whose end it renews.</param>
/// <param name="Allotments">What it grants, and when.</param>
/// <param name="Proration">What becomes of allotments when an account comes or leaves in the midst of a period.</param>
/// <param name="Trial">That it is only for a time.</param>
/// <param name="ExpiryNoticeDays">How many days before a grant expires somebody is told.</param>
/// <param name="Thresholds">How little may be left before somebody is told.</param>
/// <param name="TopUp">What a customer who wants credits bought by themselves agrees to, where it says nothing else.</param>
public sealed record PlanView(
    string Id, string? Name, string? RateCard, int? RateCardVersion, JsonElement Overrides, JsonElement Limits, JsonElement Fallbacks,
    JsonElement Period, JsonElement Allotments, JsonElement Proration, JsonElement? Trial,
    int? ExpiryNoticeDays, JsonElement Thresholds, JsonElement? TopUp)
{
    internal static PlanView Of(Plan plan)
    {
        using var json = JsonDocument.Parse(PlanJson.Write(plan));
        var root = json.RootElement;
        return new(
            plan.Id, plan.Name, plan.RateCard, plan.RateCardVersion, root.GetProperty("overrides").Clone(), root.GetProperty("limits").Clone(), root.GetProperty("fallbacks").Clone(),
            root.GetProperty("period").Clone(), root.GetProperty("allotments").Clone(), root.GetProperty("proration").Clone(),
            root.TryGetProperty("trial", out var trial) ? trial.Clone() : null,
            plan.Terms.ExpiryNoticeDays, root.GetProperty("thresholds").Clone(), root.TryGetProperty("topUp", out var topUp) ? topUp.Clone() : null);
    }
}

/// <summary>A plan among others.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="RateCard">The rate card of accounts that name none.</param>
public sealed record PlanSummaryView(string Id, string? Name, string? RateCard)
{
    internal static PlanSummaryView Of(Plan plan) => new(plan.Id, plan.Name, plan.RateCard);
}

/// <summary>Every plan.</summary>
/// <param name="Plans">By id.</param>
public sealed record PlansView(IReadOnlyList<PlanSummaryView> Plans);
