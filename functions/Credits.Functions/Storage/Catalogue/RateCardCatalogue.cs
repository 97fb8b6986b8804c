using System.Collections.Concurrent;
using Credits.Accounts;
using Credits.Events;
using Credits.Plans;
using Credits.Rating;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Published rate cards, kept in memory and read again every two seconds.</summary>
/// <remarks>
/// A version can't take effect sooner than <see cref="PublishingLead"/> after it is published, unless it is its card's first. So no instance
/// prices an event without having seen the version in force, as long as clocks agree within the lead less <see cref="Freshness"/>.
/// </remarks>
public sealed class RateCardCatalogue(RateCardStore store, TimeProvider clock)
{
    /// <summary>How old a card in memory may be.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    /// <summary>How long before its effect a version must be published.</summary>
    public static readonly TimeSpan PublishingLead = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Kept> _cards = new(StringComparer.Ordinal);

    /// <summary>A card; null when it has no published version.</summary>
    public async ValueTask<RateCard?> Find(string id, CancellationToken cancellation)
    {
        if (_cards.TryGetValue(id, out var kept) && clock.GetElapsedTime(kept.ReadAt) < Freshness) return kept.Card;

        // A card that is missing is not kept: its first version takes effect at once.
        var readAt = clock.GetTimestamp();
        var card = await store.Find(id, cancellation);
        if (card is not null) _cards[id] = new(card, readAt);
        return card;
    }

    /// <summary>What prices an account's events of a time; a refusal when nothing does.</summary>
    /// <param name="account">The account.</param>
    /// <param name="plan">Its plan, as it is now; null for none.</param>
    /// <param name="time">The events' time.</param>
    /// <param name="now">When they are priced.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async ValueTask<(Tariff? Tariff, Refusal? Refusal)> TariffFor(Account account, Plan? plan, DateTimeOffset time, DateTimeOffset now, CancellationToken cancellation)
    {
        var (settings, id) = (account.Settings, account.Settings.RateCardUnder(plan));
        var rateCard = await Find(id, cancellation);

        // A version may yet be published for a moment that a sender's clock has reached before ours.
        var at = time < now ? time : now;
        return rateCard is not null && settings.TariffAt(rateCard, plan, at) is { } tariff
            ? (tariff, null)
            : (null, new(RefusalCodes.NoRateCard,
                $"Account {account.Id} is priced by rate card '{id}', which has no version in force at {at:O}; publish one that takes effect by then."));
    }

    private sealed record Kept(RateCard Card, long ReadAt);
}
