using System.Collections.Immutable;

namespace Credits.Rating;

/// <summary>A price list through time: its published versions in the order of their effect.</summary>
public sealed class RateCard
{
    /// <summary>A card with its published versions, in any order.</summary>
    public RateCard(string id, IEnumerable<RateCardVersion> versions) =>
        (Id, Versions) = (id, [.. versions.OrderBy(version => version.EffectiveFrom).ThenBy(version => version.Number)]);

    /// <summary>The card's id.</summary>
    public string Id { get; }

    /// <summary>The published versions, earliest effect first.</summary>
    public ImmutableArray<RateCardVersion> Versions { get; }

    /// <summary>The version that prices an event at a time: the latest that took effect by then; null before the first.</summary>
    public RateCardVersion? InForceAt(DateTimeOffset time)
    {
        for (var i = Versions.Length - 1; i >= 0; i--)
            if (Versions[i].EffectiveFrom <= time) return Versions[i];

        return null;
    }

    /// <summary>A version by its number; null when it was never published.</summary>
    public RateCardVersion? Find(int number) => Versions.FirstOrDefault(version => version.Number == number);
}
