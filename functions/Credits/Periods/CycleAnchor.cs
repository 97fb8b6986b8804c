namespace Credits.Periods;

/// <summary>From when the periods of a cycle count.</summary>
public enum CycleAnchor
{
    /// <summary>From the account's calendar: months and years from its billing day, weeks from Monday.</summary>
    Calendar,

    /// <summary>From the day on which the account came to its plan.</summary>
    Subscription,
}
