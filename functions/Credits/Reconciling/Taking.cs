using System.Collections.Immutable;

namespace Credits.Reconciling;

/// <summary>What was taken back of a grant at once because money went back.</summary>
/// <param name="Amount">How much of it is not restored.</param>
/// <param name="VoidedBefore">What had been voided by then of the grant and of what restored it.</param>
public sealed record Taking(Credits Amount, Credits VoidedBefore)
{
    /// <summary>What stays taken when some is restored: what was taken last is restored first.</summary>
    /// <param name="takings">In the order in which they were booked.</param>
    /// <param name="restored">How much; what is more than was taken leaves nothing taken.</param>
    public static ImmutableArray<Taking> LessRestored(ImmutableArray<Taking> takings, Credits restored)
    {
        while (restored > Credits.Zero && !takings.IsEmpty)
        {
            var last = takings[^1];
            var again = Credits.Min(restored, last.Amount);
            restored -= again;
            takings = again == last.Amount ? takings.RemoveAt(takings.Length - 1) : takings.SetItem(takings.Length - 1, last with { Amount = last.Amount - again });
        }

        return takings;
    }
}
