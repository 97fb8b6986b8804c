using Credits.Grants;

namespace Credits.Thresholds;

/// <summary>Something that was reached, and is told once until it recovers. What is equal is the same thing.</summary>
/// <param name="Kind">What kind of thing.</param>
public sealed record Crossing(CrossingKind Kind)
{
    /// <summary>Of which credits.</summary>
    public CreditType CreditType { get; init; }

    /// <summary>The credits that were to be left, or a cap's limit; null for a percentage and for a grant's end.</summary>
    public Credits? Level { get; init; }

    /// <summary>The percentage that was to be left; null for an amount.</summary>
    public int? Percent { get; init; }

    /// <summary>The cap's counter; null for anything else.</summary>
    public string? Counter { get; init; }

    /// <summary>The start of the cap's window; null for anything else.</summary>
    public DateTimeOffset? Window { get; init; }

    /// <summary>The grant that is about to expire; null for anything else.</summary>
    public string? Grant { get; init; }

    /// <summary>A cap's limit.</summary>
    public static Crossing OfCap(CreditType type, Credits limit, string counter, DateTimeOffset window) =>
        new(CrossingKind.Cap) { CreditType = type, Level = limit, Counter = counter, Window = window };

    /// <summary>The notice before a grant expires.</summary>
    public static Crossing OfExpiry(Grant grant) => new(CrossingKind.Expiry) { CreditType = grant.CreditType, Grant = grant.Id };

    /// <summary>The level at which credits are bought by themselves.</summary>
    public static Crossing OfTopUp(CreditType type, Credits level) => new(CrossingKind.TopUp) { CreditType = type, Level = level };
}

/// <summary>What can be reached.</summary>
public enum CrossingKind
{
    /// <summary>So little is left that somebody wants to be told.</summary>
    Threshold,

    /// <summary>So little is left that credits are to be bought by themselves.</summary>
    TopUp,

    /// <summary>As much was burned in a cap's window as it allows.</summary>
    Cap,

    /// <summary>A grant is about to expire.</summary>
    Expiry,
}

/// <summary>What became of a crossing.</summary>
public enum CrossingTurn
{
    /// <summary>It was reached.</summary>
    Reached,

    /// <summary>It is over: more is left than that.</summary>
    Recovered,

    /// <summary>Nobody wants to know any more: the setting behind it is gone.</summary>
    Dropped,
}
