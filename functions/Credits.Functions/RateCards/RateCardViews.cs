using System.Text.Json;
using Credits.Functions.Storage.Catalogue;
using Credits.Rating;

namespace Credits.Functions.RateCards;

/// <summary>A rate card's draft.</summary>
/// <param name="Id">The card.</param>
/// <param name="Rates">The rates, as they were put.</param>
/// <param name="UnknownMeters">What becomes of an event whose meter has no rate.</param>
/// <param name="CostCurrency">The currency of provider costs.</param>
/// <param name="Faults">What keeps it from being published.</param>
/// <param name="Warnings">What is allowed but seldom meant.</param>
public sealed record DraftView(
    string Id, JsonElement Rates, UnknownMeters UnknownMeters, string CostCurrency, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings)
{
    internal static DraftView Of(string id, PriceList prices) =>
        new(id, RatesView.Of(prices), prices.UnknownMeters, prices.CostCurrency, RateCardFaults.Of(prices), RateCardLint.Of(prices));
}

/// <summary>A published version.</summary>
/// <param name="RateCard">The card.</param>
/// <param name="Number">Counts from 1.</param>
/// <param name="EffectiveFrom">The first event time it prices.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Rates">The rates.</param>
/// <param name="UnknownMeters">What becomes of an event whose meter has no rate.</param>
/// <param name="CostCurrency">The currency of provider costs.</param>
/// <param name="Warnings">What is allowed but seldom meant; told when it is published.</param>
public sealed record VersionView(
    string RateCard, int Number, DateTimeOffset EffectiveFrom, DateTimeOffset PublishedAt, JsonElement Rates, UnknownMeters UnknownMeters, string CostCurrency,
    IReadOnlyList<Fault>? Warnings = null)
{
    internal static VersionView Of(PublishedVersion published)
    {
        var (version, prices) = (published.Version, published.Version.Prices);
        return new(version.RateCard, version.Number, version.EffectiveFrom, published.PublishedAt, RatesView.Of(prices), prices.UnknownMeters, prices.CostCurrency);
    }
}

/// <summary>Every version of a card.</summary>
public sealed record VersionsView(IReadOnlyList<VersionView> Versions);

/// <summary>What to publish.</summary>
/// <param name="EffectiveFrom">The first event time it is to price; left out, as soon as it may.</param>
/// <param name="IfDraft">The draft's ETag that was looked at; left out, whatever the draft is.</param>
public sealed record PublishRequest(DateTimeOffset? EffectiveFrom = null, string? IfDraft = null);

internal static class RatesView
{
    public static JsonElement Of(PriceList prices)
    {
        using var document = JsonDocument.Parse(RateCardJson.Write(prices));
        return document.RootElement.GetProperty("rates").Clone();
    }
}
