using System.Collections.Immutable;
using Credits.Grants;
using Credits.Rating;

namespace Credits.Burning;

/// <summary>How credits were taken from grants.</summary>
/// <param name="Portions">What each grant gave, in burn order.</param>
/// <param name="Uncovered">What no grant could give.</param>
public sealed record Burn(ImmutableArray<Portion> Portions, Credits Uncovered)
{
    /// <summary>Burns a charge: first what a hold has set aside for it, then what is free of the grants that are usable at the event's time, in burn order. Only grants that admit its meter pay, held or not.</summary>
    /// <remarks>Conserves credits: charge = Σ portions + uncovered. Deterministic: same input, same output.</remarks>
    /// <param name="charge">What the event costs.</param>
    /// <param name="meter">The event's meter.</param>
    /// <param name="at">The event's time.</param>
    /// <param name="grants">An account's open grants, in burn order.</param>
    /// <param name="held">What the hold that the event captures has set aside of this credit type; empty for none.</param>
    public static Burn Of(Charge charge, string meter, DateTimeOffset at, ImmutableArray<Grant> grants, ImmutableArray<Portion> held)
    {
        var portions = ImmutableArray.CreateBuilder<Portion>();
        var owed = charge.Amount;
        foreach (var (grant, amount) in held)
        {
            if (owed == Credits.Zero) break;
            if (!Admits(grants, grant, meter)) continue;
            portions.Add(new(grant, Credits.Min(owed, amount)));
            owed -= portions[^1].Amount;
        }

        return Take(owed, charge.CreditType, meter, at, grants, portions);
    }

    /// <summary>Repays overdraft from the grants that are usable at a time and pay for every meter, in burn order.</summary>
    /// <param name="overdraft">What is owed.</param>
    /// <param name="type">The type of credits that are owed.</param>
    /// <param name="at">When it is repaid.</param>
    /// <param name="grants">An account's open grants, in burn order.</param>
    public static Burn ToRepay(Credits overdraft, CreditType type, DateTimeOffset at, ImmutableArray<Grant> grants) =>
        Take(overdraft, type, meter: null, at, grants, ImmutableArray.CreateBuilder<Portion>());

    /// <summary>Sets credits aside from the grants that are usable at a time and admit a meter, in burn order.</summary>
    /// <param name="amount">How many.</param>
    /// <param name="type">Their type.</param>
    /// <param name="meter">What for; null for anything.</param>
    /// <param name="at">When.</param>
    /// <param name="grants">An account's open grants, in burn order.</param>
    public static Burn ToHold(Credits amount, CreditType type, string? meter, DateTimeOffset at, ImmutableArray<Grant> grants) =>
        Take(amount, type, meter, at, grants, ImmutableArray.CreateBuilder<Portion>());

    // Without a meter, as overdraft has none, only grants that pay for every meter give.
    private static Burn Take(
        Credits owed, CreditType type, string? meter, DateTimeOffset at, ImmutableArray<Grant> grants, ImmutableArray<Portion>.Builder portions)
    {
        foreach (var grant in grants)
        {
            if (owed == Credits.Zero) break;
            if (grant.CreditType != type || grant.Free == Credits.Zero || !grant.IsUsableAt(at)) continue;
            if (meter is null ? !grant.Meters.IsEmpty : !grant.Admits(meter)) continue;

            var taken = Credits.Min(owed, grant.Free);
            Add(portions, grant.Id, taken);
            owed -= taken;
        }

        return new(portions.DrainToImmutable(), owed);
    }

    // A hold keeps credits for whatever captures it, but credits for some meters pay for no other.
    private static bool Admits(ImmutableArray<Grant> grants, string id, string meter)
    {
        foreach (var grant in grants)
            if (grant.Id == id) return grant.Admits(meter);

        return false;
    }

    // A grant that a hold had set credits aside of may give more of what is free.
    private static void Add(ImmutableArray<Portion>.Builder portions, string grant, Credits amount)
    {
        for (var i = 0; i < portions.Count; i++)
        {
            if (portions[i].Grant != grant) continue;
            portions[i] = new(grant, portions[i].Amount + amount);
            return;
        }

        portions.Add(new(grant, amount));
    }
}
