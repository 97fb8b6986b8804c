namespace Credits.Local.Cosmos.Queries;

/// <summary>A query of the supported subset, as it was written.</summary>
/// <param name="Select">What of each document is answered.</param>
/// <param name="Where">Which documents; null for all.</param>
/// <param name="OrderBy">How they are sorted; empty for any order.</param>
/// <param name="Top">At most so many; null for all.</param>
/// <param name="Offset">So many of the first are left out.</param>
internal sealed record Query(Selection Select, Condition? Where, IReadOnlyList<Sort> OrderBy, long? Top, long Offset)
{
    /// <summary>What a read feed asks for.</summary>
    public static Query Everything { get; } = new(new Selection.Whole(), null, [], null, 0);
}

/// <summary>A property by its names from the document's root on, as indexing policies write it: <c>/plan/name</c>.</summary>
internal readonly record struct PropertyPath(string Text)
{
    public string[] Names => Text.Split('/', StringSplitOptions.RemoveEmptyEntries);
}

internal sealed record Sort(PropertyPath Path, bool Descending);

internal abstract record Selection
{
    public sealed record Whole : Selection;

    public sealed record Count : Selection;

    public sealed record Value(PropertyPath Path) : Selection;

    public sealed record Properties(IReadOnlyList<(string Name, PropertyPath Path)> Named) : Selection;
}

/// <summary>A condition. It is true, false or, like everything that meets a missing property, undefined; only what is true is answered.</summary>
internal abstract record Condition
{
    public sealed record And(Condition Left, Condition Right) : Condition;

    public sealed record Or(Condition Left, Condition Right) : Condition;

    public sealed record Not(Condition Inner) : Condition;

    /// <summary>A comparison with a constant: a text, a whole number, a double, a truth value or <see cref="DBNull"/> for null.</summary>
    public sealed record Compare(PropertyPath Path, string Operator, object Constant) : Condition;

    public sealed record IsDefined(PropertyPath Path) : Condition;

    public sealed record IsNull(PropertyPath Path) : Condition;

    public sealed record StartsWith(PropertyPath Path, string Prefix) : Condition;

    public sealed record ArrayContains(PropertyPath Path, object Constant) : Condition;
}
