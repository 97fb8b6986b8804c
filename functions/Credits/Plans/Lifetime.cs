using Credits.Periods;

namespace Credits.Plans;

/// <summary>How long what an allotment grants lives: until its next period, for a term of its own, or for ever.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Term">The term, when it is that.</param>
public readonly record struct Lifetime(LifetimeKind Kind, Term Term)
{
    /// <summary>Until the next period begins.</summary>
    public static Lifetime UntilNextPeriod { get; } = new(LifetimeKind.UntilNextPeriod, default);

    /// <summary>For ever.</summary>
    public static Lifetime Never { get; } = new(LifetimeKind.NeverEnds, default);

    /// <summary>For a term from the grant's effect on.</summary>
    public static Lifetime Of(Term term) => new(LifetimeKind.ForTerm, term);

    /// <summary>The end of a grant; null for never.</summary>
    /// <param name="effectiveAt">When it takes effect.</param>
    /// <param name="periodEnd">When the next period begins.</param>
    /// <param name="calendar">The account's calendar.</param>
    public DateTimeOffset? EndOf(DateTimeOffset effectiveAt, DateTimeOffset periodEnd, Calendar calendar) => Kind switch
    {
        LifetimeKind.UntilNextPeriod => periodEnd,
        LifetimeKind.ForTerm => Term.After(effectiveAt, calendar),
        _ => null,
    };
}

/// <summary>What ends a life.</summary>
public enum LifetimeKind
{
    /// <summary>The next period.</summary>
    UntilNextPeriod,

    /// <summary>A term of its own.</summary>
    ForTerm,

    /// <summary>Nothing.</summary>
    NeverEnds,
}
