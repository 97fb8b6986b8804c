using System.Collections.Immutable;
using Credits.Grants;
using Credits.Rating;

namespace Credits.Burning;

/// <summary>How credits were taken from grants.</summary>
/// <param name="Portions">What each grant gave, in burn order.</param>
/// <param name="Uncovered">What no grant could give.</param>
public sealed record Burn(ImmutableArray<Portion> Portions, Credits Uncovered)
{
    /// <summary>Burns a charge from the grants that are usable at the event's time and admit its meter, in burn order.</summary>
    /// <remarks>Conserves credits: charge = Σ portions + uncovered. Deterministic: same input, same output.</remarks>
    /// <param name="charge">What the event costs.</param>
    /// <param name="meter">The event's meter.</param>
    /// <param name="at">The event's time.</param>
    /// <param name="grants">An account's open grants, in burn order.</param>
    public static Burn Of(Charge charge, string meter, DateTimeOffset at, ImmutableArray<Grant> grants) =>
        Take(charge.Amount, charge.CreditType, meter, at, grants);

    /// <summary>Repays overdraft from the grants that are usable at a time and pay for every meter, in burn order.</summary>
    /// <param name="overdraft">What is owed.</param>
    /// <param name="type">The type of credits that are owed.</param>
    /// <param name="at">When it is repaid.</param>
    /// <param name="grants">An account's open grants, in burn order.</param>
    public static Burn ToRepay(Credits overdraft, CreditType type, DateTimeOffset at, ImmutableArray<Grant> grants) =>
        Take(overdraft, type, meter: null, at, grants);

    // Without a meter, as overdraft has none, only grants that pay for every meter give.
    private static Burn Take(Credits owed, CreditType type, string? meter, DateTimeOffset at, ImmutableArray<Grant> grants)
    {
        var portions = ImmutableArray.CreateBuilder<Portion>();
        foreach (var grant in grants)
        {
            if (owed == Credits.Zero) break;
            if (grant.CreditType != type || !grant.IsUsableAt(at)) continue;
            if (meter is null ? !grant.Meters.IsEmpty : !grant.Admits(meter)) continue;

            var taken = Credits.Min(owed, grant.Remaining);
            portions.Add(new(grant.Id, taken));
            owed -= taken;
        }

        return new(portions.DrainToImmutable(), owed);
    }
}
