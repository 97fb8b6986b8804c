namespace Credits.Rating;

/// <summary>How narrowly a rate's conditions select: more conditions first, then more of them by exact value, then longer prefixes.</summary>
public readonly record struct Specificity(int Conditions, int Exact, int PrefixCharacters) : IComparable<Specificity>
{
    /// <summary>The specificity of a rate.</summary>
    public static Specificity Of(Rate rate) => new(
        rate.Conditions.Length,
        rate.Conditions.Count(condition => condition.Prefix is null),
        rate.Conditions.Sum(condition => condition.Prefix?.Length ?? 0));

    /// <inheritdoc/>
    public int CompareTo(Specificity other) =>
        (Conditions, Exact, PrefixCharacters).CompareTo((other.Conditions, other.Exact, other.PrefixCharacters));
}
