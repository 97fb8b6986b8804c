using Credits.Grants;

namespace Credits.Accounts;

/// <summary>Everything that ever happened to one type of credits in an account, as sums. Each sum only grows, but what is burned and owed: a reversal lessens both.</summary>
public sealed record CreditTotals(CreditType CreditType)
{
    /// <summary>All credits ever granted.</summary>
    public Credits Granted { get; init; }

    /// <summary>All credits charged for events, the overdraft included, less what reversals gave back.</summary>
    public Credits Burned { get; init; }

    /// <summary>All credits that expired unburned: breakage.</summary>
    public Credits Expired { get; init; }

    /// <summary>All credits taken back, by voiding a grant or by a deduction.</summary>
    public Credits Voided { get; init; }

    /// <summary>What events and deductions took beyond the grants and no grant has repaid yet; never below zero.</summary>
    public Credits Overdraft { get; init; }

    /// <summary>What the open grants of the type that had not ended were granted with, together, when the last one came or rolled over: the whole of which thresholds are a percentage.</summary>
    public Credits Mark { get; init; }

    /// <summary>How many events were debited.</summary>
    public long Debits { get; init; }

    /// <summary>Whether there is anything that could have become less. Events that cost nothing have moved nothing.</summary>
    public bool HaveMoved => Granted > Credits.Zero || Burned > Credits.Zero || Voided > Credits.Zero;
}
