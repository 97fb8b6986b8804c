using Credits.Burning;
using Credits.Events;
using Credits.Holds;
using Credits.Journal;

namespace Credits.Booking;

/// <content>Setting credits aside, and the end of that.</content>
public sealed partial class PendingCommit
{
    /// <summary>Sets credits aside. The caller has made sure that the id was never used for a hold.</summary>
    /// <param name="hold">The hold; its portions are chosen here.</param>
    /// <param name="amount">How many credits; above zero.</param>
    /// <returns>Why they can't be set aside; null when they are.</returns>
    public Refusal? Place(Hold hold, Credits amount)
    {
        if (Account.Holds.Length >= Hold.MaxOpen)
            return new(RefusalCodes.TooManyHolds, $"Account {Account.Id} has {Hold.MaxOpen} open holds, the most it may; capture or release one, or wait until one lapses.");

        var burn = Burn.ToHold(amount, hold.CreditType, hold.Meter, BookedAt, Account.OpenGrants);
        if (burn.Uncovered > Credits.Zero)
        {
            return new(RefusalCodes.InsufficientCredits,
                $"Account {Account.Id} has {amount - burn.Uncovered} '{hold.CreditType}' available, but {amount} are to be held; top it up, or hold less.");
        }

        Append(new Movement.Held(hold with { Portions = burn.Portions }));
        return null;
    }

    /// <summary>Ends an open hold; what it had set aside is free again.</summary>
    /// <returns>False when there is no such open hold.</returns>
    public bool Release(string holdId)
    {
        if (Account.FindHold(holdId) is not { } hold) return false;

        End(hold, HoldEnd.Released);
        return true;
    }

    private void End(Hold hold, HoldEnd end)
    {
        Append(new Movement.Released(hold.CreditType, hold.Id, hold.Amount, end));
        _ended.Add(new(hold, end, Account.Sequence));
    }
}
