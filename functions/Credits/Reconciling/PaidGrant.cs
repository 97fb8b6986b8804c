using Credits.Packs;

namespace Credits.Reconciling;

/// <summary>A grant that was paid for, or given away with one, and what has become of it since.</summary>
/// <param name="Amount">What was granted.</param>
/// <param name="Cost">What it says that it cost; null for nothing.</param>
/// <param name="Expired">What expired unburned of it and of what restored it.</param>
/// <param name="Voided">What was voided of them by hand.</param>
/// <param name="Taken">What was taken back of it, less what was restored.</param>
public sealed record PaidGrant(Credits Amount, Money? Cost, Credits Expired, Credits Voided, Credits Taken)
{
    /// <summary>How much is to be taken back of it for the money that went back. Who took less takes the rest, who took more restores it; in between all is well.</summary>
    /// <param name="offer">What it is of.</param>
    /// <param name="back">How much of the price is gone.</param>
    /// <returns>
    /// At most its share. At least that, less what nobody burned: of what had expired when money went back nothing is owed, and what was voided is taken back
    /// already. What expired or was voided later was left over by the whole share.
    /// </returns>
    public (Credits Least, Credits Most) TakenFor(Offer offer, long back)
    {
        var share = offer.ShareOf(Amount, back);
        return (OrNothing(Credits.Min(share, OrNothing(Amount - Expired)) - Voided), share);
    }

    // What was restored may expire or be voided too, so together it may be more than was granted.
    private static Credits OrNothing(Credits difference) => difference < Credits.Zero ? Credits.Zero : difference;
}
