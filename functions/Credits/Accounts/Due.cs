namespace Credits.Accounts;

/// <summary>Something that time alone does to an account.</summary>
/// <param name="At">The moment it counts from.</param>
/// <param name="BookFrom">The first moment at which it can be booked.</param>
/// <param name="Kind">What.</param>
/// <param name="Id">The hold, the grant or the allotment; empty for a change of settings.</param>
public readonly record struct Due(DateTimeOffset At, DateTimeOffset BookFrom, DueKind Kind, string Id);

/// <summary>What time alone does to accounts. Of what comes at one moment, the first of these comes first.</summary>
public enum DueKind
{
    /// <summary>A hold ends.</summary>
    Lapse,

    /// <summary>The settings change as was scheduled, before anything that they decide.</summary>
    Change,

    /// <summary>What is left of a grant expires or rolls over.</summary>
    Expiry,

    /// <summary>A plan grants what it allots.</summary>
    Allotment,

    /// <summary>Somebody wants to be told that a grant is about to expire.</summary>
    Notice,
}
