using System.Collections.Immutable;
using Credits.Grants;

namespace Credits.Forecasts;

/// <summary>Burns grants evenly, in burn order, through every start and end that they have.</summary>
/// <remarks>Exact: amounts are counted in millionths of a credit times the ticks of a day, so that no tick of burning is rounded. 7 × 10^27 at most.</remarks>
public static class RunOut
{
    /// <summary>The first moment at which no usable grant has anything left; null when there is none before the horizon.</summary>
    /// <param name="grants">The grants, in burn order; what remains of them burns.</param>
    /// <param name="daily">What a day burns; above zero.</param>
    /// <param name="owed">Overdraft that the grants usable now repay first.</param>
    /// <param name="now">From when on.</param>
    /// <param name="horizon">Up to when.</param>
    public static DateTimeOffset? Of(ImmutableArray<Grant> grants, Credits daily, Credits owed, DateTimeOffset now, DateTimeOffset horizon)
    {
        if (daily <= Credits.Zero) throw new ArgumentOutOfRangeException(nameof(daily), daily, "Only what burns runs out.");

        var left = grants.Select(grant => (Int128)grant.Remaining.Millionths * TimeSpan.TicksPerDay).ToArray();
        Take(grants, left, now, (Int128)owed.Millionths * TimeSpan.TicksPerDay);
        for (var at = now; at < horizon;)
        {
            var until = NextChange(grants, at, horizon);
            var needed = (Int128)daily.Millionths * (until - at).Ticks;
            var lacking = Take(grants, left, at, needed);
            if (lacking > 0) return at.AddTicks((long)((needed - lacking + daily.Millionths - 1) / daily.Millionths));

            at = until;
        }

        return null;
    }

    // What the grants that are usable at a time lack.
    private static Int128 Take(ImmutableArray<Grant> grants, Int128[] left, DateTimeOffset at, Int128 needed)
    {
        for (var i = 0; i < grants.Length && needed > 0; i++)
        {
            if (!grants[i].IsUsableAt(at)) continue;
            var taken = Int128.Min(left[i], needed);
            left[i] -= taken;
            needed -= taken;
        }

        return needed;
    }

    private static DateTimeOffset NextChange(ImmutableArray<Grant> grants, DateTimeOffset at, DateTimeOffset horizon)
    {
        var next = horizon;
        foreach (var grant in grants)
        {
            if (grant.EffectiveAt > at && grant.EffectiveAt < next) next = grant.EffectiveAt;
            if (grant.ExpiresAt is { } end && end > at && end < next) next = end;
        }

        return next;
    }
}
