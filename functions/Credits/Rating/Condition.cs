using System.Collections.Immutable;
using Credits.Events;

namespace Credits.Rating;

/// <summary>What an event's dimension must be for a rate to apply: one of some values, or text that starts with a prefix.</summary>
public sealed record Condition
{
    private Condition(string dimension, ImmutableArray<string> values, string? prefix) => (Dimension, Values, Prefix) = (dimension, values, prefix);

    /// <summary>The path of the dimension within the event's data, such as <c>model</c>.</summary>
    public string Dimension { get; }

    /// <summary>The values that meet the condition; empty for a prefix.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>What the value must start with; null for a list of values.</summary>
    public string? Prefix { get; }

    /// <summary>The dimension is exactly one value.</summary>
    public static Condition EqualTo(string dimension, string value) => new(dimension, [value], prefix: null);

    /// <summary>The dimension is one of several values.</summary>
    public static Condition In(string dimension, params ReadOnlySpan<string> values) => new(dimension, [.. values], prefix: null);

    /// <summary>The dimension starts with a prefix.</summary>
    public static Condition StartsWith(string dimension, string prefix) => new(dimension, [], prefix);

    /// <summary>Whether an event's data meet the condition; an absent dimension meets none.</summary>
    public bool IsMetBy(EventData data) =>
        data.Dimension(Dimension) is { } value && Admits(value);

    /// <summary>Whether one value could meet both conditions; conditions on different dimensions always could.</summary>
    public bool CanCoincideWith(Condition other)
    {
        if (Dimension != other.Dimension) return true;
        if (Prefix is null) return Values.Any(other.Admits);
        return other.Prefix is null
            ? other.Values.Any(Admits)
            : Prefix.StartsWith(other.Prefix, StringComparison.Ordinal) || other.Prefix.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>Equal in every part.</summary>
    public bool Equals(Condition? other) =>
        other is not null && Dimension == other.Dimension && Prefix == other.Prefix && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dimension, Prefix, Values.Length);

    private bool Admits(string value) =>
        Prefix is null ? Values.AsSpan().Contains(value) : value.StartsWith(Prefix, StringComparison.Ordinal);
}
