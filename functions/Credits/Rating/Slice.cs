using System.Collections.Immutable;

namespace Credits.Rating;

/// <summary>Units of one event that have one price.</summary>
/// <param name="Quantity">How many.</param>
/// <param name="Credits">What the component's <c>per</c> units of them cost.</param>
/// <param name="Tier">The tier they fall in, counted from 1; 0 for included units, null where there are no tiers.</param>
public readonly record struct Slice(Quantity Quantity, Credits Credits, int? Tier)
{
    private const int IncludedTier = 0;

    /// <summary>Cuts an event's units where their price changes.</summary>
    /// <param name="component">The price.</param>
    /// <param name="before">What the period had used before the event.</param>
    /// <param name="quantity">What the event used.</param>
    public static ImmutableArray<Slice> Of(Component component, Quantity before, Quantity quantity)
    {
        var slices = ImmutableArray.CreateBuilder<Slice>();

        // Positions on the line of the period's units, in millionths; the event covers start to end.
        var (start, end, included) = (before.Millionths, before.Millionths + quantity.Millionths, component.Included.Millionths);
        if (start < included)
        {
            slices.Add(new(Quantity.FromMillionths(Math.Min(end, included) - start), Credits.Zero, IncludedTier));
            start = Math.Min(end, included);
        }

        (start, end) = (start - included, end - included); // from here on, the line begins with the first chargeable unit
        if (component.Tiers.IsEmpty) Add(slices, end - start, component.Credits, tier: null);
        else if (component.TierMode == TierMode.Volume) AddReached(slices, component.Tiers, start, end);
        else AddGraduated(slices, component.Tiers, start, end);

        return slices.DrainToImmutable();
    }

    private static void AddGraduated(ImmutableArray<Slice>.Builder slices, ImmutableArray<Tier> tiers, long start, long end)
    {
        for (var i = 0; i < tiers.Length && start < end; i++)
        {
            var upTo = Math.Min(end, tiers[i].UpTo?.Millionths ?? long.MaxValue);
            if (upTo <= start) continue;

            Add(slices, upTo - start, tiers[i].Credits, i + 1);
            start = upTo;
        }
    }

    private static void AddReached(ImmutableArray<Slice>.Builder slices, ImmutableArray<Tier> tiers, long start, long end)
    {
        for (var i = 0; i < tiers.Length; i++)
        {
            if (tiers[i].UpTo?.Millionths < end) continue;

            Add(slices, end - start, tiers[i].Credits, i + 1);
            return;
        }
    }

    private static void Add(ImmutableArray<Slice>.Builder slices, long millionths, Credits credits, int? tier)
    {
        if (millionths > 0) slices.Add(new(Quantity.FromMillionths(millionths), credits, tier));
    }
}
