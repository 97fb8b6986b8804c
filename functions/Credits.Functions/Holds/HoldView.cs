using Credits.Booking;
using Credits.Holds;

namespace Credits.Functions.Holds;

/// <summary>A hold.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Id">Its id.</param>
/// <param name="State">Whether it can still be captured.</param>
/// <param name="CreditType">The type of its credits.</param>
/// <param name="Amount">How many were set aside.</param>
/// <param name="Meter">What they are for; left out for anything.</param>
/// <param name="Member">The member of a team who is to use them.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="ExpiresAt">When it lapses, or would have.</param>
/// <param name="ClosedBy">The journal entry that ended it.</param>
public sealed record HoldView(
    string AccountId, string Id, HoldState State, string CreditType, Credits Amount, string? Meter, string? Member, DateTimeOffset PlacedAt, DateTimeOffset ExpiresAt,
    long? ClosedBy = null)
{
    internal static HoldView Of(string accountId, Hold hold, DateTimeOffset asOf) => new(
        accountId, hold.Id, hold.IsLapsedAt(asOf) ? HoldState.Lapsed : HoldState.Open, hold.CreditType.Value, hold.Amount, hold.Meter, hold.Member, hold.PlacedAt, hold.ExpiresAt);

    internal static HoldView Of(string accountId, ClosedHold closed) => Of(accountId, closed.Hold, closed.Hold.PlacedAt) with
    {
        State = closed.End switch
        {
            HoldEnd.Captured => HoldState.Captured,
            HoldEnd.Released => HoldState.Released,
            _ => HoldState.Lapsed,
        },
        ClosedBy = closed.ClosedBy,
    };
}

/// <summary>Whether a hold can be captured.</summary>
public enum HoldState
{
    /// <summary>It can.</summary>
    Open,

    /// <summary>It was, by an event.</summary>
    Captured,

    /// <summary>It was given up.</summary>
    Released,

    /// <summary>Its time was over.</summary>
    Lapsed,
}
