using System.Collections.Immutable;

namespace Credits.Rating;

/// <summary>How narrowly conditions select: more of them first, then more of them by exact value, then more by range, then longer prefixes.</summary>
public readonly record struct Specificity(int Conditions, int Exact, int Ranges, int PrefixCharacters) : IComparable<Specificity>
{
    /// <summary>The specificity of a rate.</summary>
    public static Specificity Of(Rate rate) => Of(rate.Conditions);

    /// <summary>The specificity of conditions that all must be met.</summary>
    public static Specificity Of(ImmutableArray<Condition> conditions) => new(
        conditions.Length,
        conditions.Count(condition => !condition.Values.IsEmpty),
        conditions.Count(condition => condition.IsRange),
        conditions.Sum(condition => condition.Prefix?.Length ?? 0));

    /// <inheritdoc/>
    public int CompareTo(Specificity other) =>
        (Conditions, Exact, Ranges, PrefixCharacters).CompareTo((other.Conditions, other.Exact, other.Ranges, other.PrefixCharacters));
}
