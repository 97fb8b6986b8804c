using System.Collections.Immutable;
using System.Text.Json;
using Credits.Functions.Storage.Catalogue;
using Credits.Rating;

namespace Credits.Functions.RateCards;

/// <summary>A rate card's draft.</summary>
/// <param name="Id">The card.</param>
/// <param name="Rates">The rates, as they were put.</param>
/// <param name="Faults">What keeps it from being published.</param>
public sealed record DraftView(string Id, JsonElement Rates, IReadOnlyList<Fault> Faults)
{
    internal static DraftView Of(string id, ImmutableArray<Rate> rates) => new(id, RatesView.Of(rates), RateCardFaults.Of(rates));
}

/// <summary>A published version.</summary>
/// <param name="RateCard">The card.</param>
/// <param name="Number">Counts from 1.</param>
/// <param name="EffectiveFrom">The first event time it prices.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Rates">The rates.</param>
public sealed record VersionView(string RateCard, int Number, DateTimeOffset EffectiveFrom, DateTimeOffset PublishedAt, JsonElement Rates)
{
    internal static VersionView Of(PublishedVersion published) => new(
        published.Version.RateCard, published.Version.Number, published.Version.EffectiveFrom, published.PublishedAt, RatesView.Of(published.Version.Rates));
}

/// <summary>Every version of a card.</summary>
public sealed record VersionsView(IReadOnlyList<VersionView> Versions);

/// <summary>What to publish.</summary>
/// <param name="EffectiveFrom">The first event time it is to price; left out, as soon as it may.</param>
/// <param name="IfDraft">The draft's ETag that was looked at; left out, whatever the draft is.</param>
public sealed record PublishRequest(DateTimeOffset? EffectiveFrom = null, string? IfDraft = null);

internal static class RatesView
{
    public static JsonElement Of(ImmutableArray<Rate> rates)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json)) RateCardJson.Write(writer, rates);
        using var document = JsonDocument.Parse(json.GetBuffer().AsMemory(0, (int)json.Length));
        return document.RootElement.GetProperty("rates").Clone();
    }
}
