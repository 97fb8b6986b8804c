using System.Collections.Immutable;

namespace Credits.Grants;

/// <summary>
/// The order in which grants burn: priority, then the soonest expiry (never is last), then kind (promo, allotment,
/// adjustment and refund alike, purchase), then the earliest effect, then what would be lost at its end before what rolls over, then those that the account granted to itself by age, then id.
/// </summary>
/// <remarks>A total order that no event changes, so an account keeps its grants sorted and burning is one walk.</remarks>
public sealed class BurnOrder : IComparer<Grant>
{
    /// <summary>The one order.</summary>
    public static BurnOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(Grant? x, Grant? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);

        var order = x.Priority.CompareTo(y.Priority);
        if (order == 0) order = (x.ExpiresAt ?? DateTimeOffset.MaxValue).CompareTo(y.ExpiresAt ?? DateTimeOffset.MaxValue);
        if (order == 0) order = Rank(x.Kind).CompareTo(Rank(y.Kind));
        if (order == 0) order = x.EffectiveAt.CompareTo(y.EffectiveAt);
        if (order == 0) order = (x.Rollover is not null).CompareTo(y.Rollover is not null);
        if (order == 0) order = (OwnGrantId.EntryOf(x.Id) ?? long.MaxValue).CompareTo(OwnGrantId.EntryOf(y.Id) ?? long.MaxValue);
        return order != 0 ? order : string.CompareOrdinal(x.Id, y.Id);
    }

    /// <summary>The grants with one more, at its place in the order.</summary>
    public static ImmutableArray<Grant> Insert(ImmutableArray<Grant> ordered, Grant grant)
    {
        var place = ordered.BinarySearch(grant, Instance);
        return ordered.Insert(place < 0 ? ~place : place, grant);
    }

    private static int Rank(GrantKind kind) => (int)(kind == GrantKind.Refund ? GrantKind.Adjustment : kind);
}
