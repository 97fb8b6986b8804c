using System.Collections.Immutable;
using Credits.Events;
using Credits.Rating;

namespace Credits.Plans;

/// <summary>A hint for apps: what to use instead of a meter that a check denies or warns of, such as a smaller model.</summary>
/// <param name="Meter">The meter it is for.</param>
/// <param name="Hint">The operator's own words.</param>
public sealed record Fallback(string Meter, string Hint)
{
    /// <summary>The longest hint, in characters.</summary>
    public const int MaxHintLength = 200;

    /// <summary>What must be true of the usage's dimensions; empty for all usage of the meter.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>Whether it is for a usage.</summary>
    public bool AppliesTo(UsageEvent usage) => usage.Meter == Meter && Conditions.All(condition => condition.IsMetBy(usage.Data));

    /// <summary>Whether both could be for one usage, and neither is more specific.</summary>
    public bool IsAmbiguousWith(Fallback other) =>
        Meter == other.Meter && Specificity.Of(Conditions) == Specificity.Of(other.Conditions) && Conditions.All(mine => other.Conditions.All(mine.CanCoincideWith));

    /// <summary>Equal in every part.</summary>
    public bool Equals(Fallback? other) =>
        other is not null && Meter == other.Meter && Hint == other.Hint && Conditions.AsSpan().SequenceEqual(other.Conditions.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Meter, Hint, Conditions.Length);
}
