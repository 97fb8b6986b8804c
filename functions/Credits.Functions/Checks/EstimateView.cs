using Credits.Accounts;
using Credits.Events;
using Credits.Rating;

namespace Credits.Functions.Checks;

/// <summary>What events-to-be would cost.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AsOf">The moment.</param>
/// <param name="Events">Each event, in order.</param>
/// <param name="Balances">Each credit type before and after them.</param>
public sealed record EstimateView(string AccountId, DateTimeOffset AsOf, IReadOnlyList<EstimatedView> Events, IReadOnlyList<BalanceChangeView> Balances)
{
    internal static EstimateView Of(string accountId, DateTimeOffset asOf, IReadOnlyList<EstimatedView> events, Account before, Account after) =>
        new(accountId, asOf, events, [.. after.Totals.Select(totals => BalanceChangeView.Of(totals, before, after))]);
}

/// <summary>What one event would cost.</summary>
/// <param name="Meter">Its meter.</param>
/// <param name="Amount">What it would cost; left out when it has no price.</param>
/// <param name="CreditType">The type of credits.</param>
/// <param name="RateCard">The rate card that prices it.</param>
/// <param name="RateCardVersion">That card's version.</param>
/// <param name="Source">Whose rate applies: the rate card's, the plan's or the account's own.</param>
/// <param name="Components">What each component of the rate costs, before factors, steps and bounds.</param>
/// <param name="PlanMultiplier">The plan's factor on their sum.</param>
/// <param name="Multiplier">The account's factor after that.</param>
/// <param name="Minimum">What an event costs at least.</param>
/// <param name="Maximum">What an event costs at most.</param>
/// <param name="Refusal">Why it has no price.</param>
public sealed record EstimatedView(
    string Meter, Credits? Amount = null, string? CreditType = null, string? RateCard = null, int? RateCardVersion = null, RateSource? Source = null,
    IReadOnlyList<ComponentPriceView>? Components = null, decimal? PlanMultiplier = null, decimal? Multiplier = null, Credits? Minimum = null, Credits? Maximum = null,
    RefusalView? Refusal = null)
{
    internal static EstimatedView Of(UsageEvent usage, Refusal refusal) => new(usage.Meter, Refusal: new(refusal.Code, refusal.Detail));

    internal static EstimatedView Of(UsageEvent usage, Explanation explanation)
    {
        var charge = explanation.Charge;
        return new(
            usage.Meter, charge.Amount, charge.CreditType.Value, charge.RateCard, charge.Version, explanation.Source, [.. explanation.Components.Select(ComponentPriceView.Of)],
            explanation.PlanMultiplier?.ToDecimal(), explanation.Multiplier?.ToDecimal(), explanation.Rate?.Minimum, explanation.Rate?.Maximum);
    }
}

/// <summary>What one component costs.</summary>
/// <param name="Quantity">The quantity it goes by; left out for the flat base.</param>
/// <param name="Amount">What the event's units of it cost.</param>
/// <param name="Per">How many units a price is for.</param>
/// <param name="Slices">The event's units, cut where their price changes.</param>
public sealed record ComponentPriceView(string? Quantity, decimal Amount, long Per, IReadOnlyList<SliceView> Slices)
{
    // As wide as a decimal, because a factor or a maximum may yet bring it within what an amount can hold.
    internal static ComponentPriceView Of(ComponentPrice price) => new(
        price.Component.Quantity, (decimal)price.Millionths / Credits.MillionthsPerCredit, price.Component.Per, [.. price.Slices.Select(SliceView.Of)]);
}

/// <summary>Units that have one price.</summary>
/// <param name="Quantity">How many.</param>
/// <param name="Credits">What <c>per</c> of them cost.</param>
/// <param name="Tier">Their tier, counted from 1; 0 for included units; left out without tiers.</param>
public sealed record SliceView(decimal Quantity, Credits Credits, int? Tier)
{
    internal static SliceView Of(Slice slice) => new(slice.Quantity.ToDecimal(), slice.Credits, slice.Tier);
}

/// <summary>A credit type before and after.</summary>
/// <param name="CreditType">The type.</param>
/// <param name="Before">What is left of the open grants now.</param>
/// <param name="After">What would be left.</param>
/// <param name="OverdraftBefore">What is owed now.</param>
/// <param name="OverdraftAfter">What would be owed.</param>
public sealed record BalanceChangeView(string CreditType, Credits Before, Credits After, Credits OverdraftBefore, Credits OverdraftAfter)
{
    internal static BalanceChangeView Of(CreditTotals totals, Account before, Account after) => new(
        totals.CreditType.Value, before.BalanceOf(totals.CreditType), after.BalanceOf(totals.CreditType), before.TotalsOf(totals.CreditType).Overdraft, totals.Overdraft);
}

/// <summary>Why something has no price.</summary>
public sealed record RefusalView(string Code, string Detail);
