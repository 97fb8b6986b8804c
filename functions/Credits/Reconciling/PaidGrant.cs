using System.Collections.Immutable;
using Credits.Packs;

namespace Credits.Reconciling;

/// <summary>A grant that was paid for, or given away with one, and what has become of it since.</summary>
/// <param name="Amount">What was granted.</param>
/// <param name="Cost">What it says that it cost; null for nothing.</param>
/// <param name="Expired">What expired unburned of it and of what restored it.</param>
/// <param name="Voided">What was voided of them by hand.</param>
/// <param name="Takings">What was taken back of them and is not restored, in the order in which it was booked.</param>
public sealed record PaidGrant(Credits Amount, Money? Cost, Credits Expired, Credits Voided, ImmutableArray<Taking> Takings)
{
    /// <summary>What was taken back of it, less what was restored.</summary>
    public Credits Taken => Takings.Aggregate(Credits.Zero, (sum, taking) => sum + taking.Amount);

    /// <summary>How much is to be taken back of it for the money that went back. Where less is, the rest is taken; where more is, it is restored.</summary>
    /// <param name="offer">What it is of.</param>
    /// <param name="back">How much of the price is gone.</param>
    /// <returns>
    /// Its share, less what nobody burned: of what had expired when money went back nothing is owed, and what had been voided is taken back already. What expires
    /// or is voided later changes nothing of what was taken. So when money goes back and comes again at once, as much is taken as before.
    /// </returns>
    public Credits TakenFor(Offer offer, long back)
    {
        var share = offer.ShareOf(Amount, back);
        var due = OrNothing(Credits.Min(share, OrNothing(Amount - Expired)) - Voided);
        return due > Taken ? due : KeptFor(share);
    }

    // What had been voided and taken before a taking made up for the first of the money that was gone; the taking was for what went back beyond that.
    private Credits KeptFor(Credits share) =>
        Takings.Aggregate(Credits.Zero, (kept, taking) => kept + Credits.Min(taking.Amount, OrNothing(share - taking.VoidedBefore - kept)));

    // What was restored may expire or be voided too, so together it may be more than was granted.
    private static Credits OrNothing(Credits difference) => difference < Credits.Zero ? Credits.Zero : difference;
}
