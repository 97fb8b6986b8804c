using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Credits.Events;

namespace Credits.Rating;

/// <summary>What an event's dimension must be for a rate to apply: one of some values, text that starts with a prefix, or a number within a range.</summary>
public sealed partial record Condition
{
    private Condition(string dimension, ImmutableArray<string> values, string? prefix, decimal? from, decimal? below) =>
        (Dimension, Values, Prefix, From, Below) = (dimension, values, prefix, Plain(from), Plain(below));

    /// <summary>The path of the dimension within the event's data, such as <c>model</c>.</summary>
    public string Dimension { get; }

    /// <summary>The values that meet the condition; empty for a prefix or a range.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>What the value must start with; null unless it is a prefix.</summary>
    public string? Prefix { get; }

    /// <summary>The smallest number within the range; null where it has no beginning.</summary>
    public decimal? From { get; }

    /// <summary>The first number beyond the range; null where it has no end.</summary>
    public decimal? Below { get; }

    /// <summary>Whether the condition is a range of numbers.</summary>
    public bool IsRange => From is not null || Below is not null;

    /// <summary>The dimension is exactly one value.</summary>
    public static Condition EqualTo(string dimension, string value) => new(dimension, [value], prefix: null, from: null, below: null);

    /// <summary>The dimension is one of several values.</summary>
    public static Condition In(string dimension, params ReadOnlySpan<string> values) => new(dimension, [.. values], prefix: null, from: null, below: null);

    /// <summary>The dimension starts with a prefix.</summary>
    public static Condition StartsWith(string dimension, string prefix) => new(dimension, [], prefix, from: null, below: null);

    /// <summary>The dimension is a number with from ≤ number &lt; below; one of the two may be left out.</summary>
    public static Condition Between(string dimension, decimal? from, decimal? below) => new(dimension, [], prefix: null, from, below);

    /// <summary>Whether an event's data meet the condition; an absent dimension meets none.</summary>
    public bool IsMetBy(EventData data) =>
        IsRange
            ? data.TryGetNumber(Dimension, out var digits) && Encloses(digits)
            : data.Dimension(Dimension) is { } value && Admits(value);

    /// <summary>Whether one value could meet both conditions; conditions on different dimensions always could.</summary>
    public bool CanCoincideWith(Condition other)
    {
        if (Dimension != other.Dimension) return true;
        if (IsRange && other.IsRange) return BeginsBefore(other.Below) && other.BeginsBefore(Below);
        if (!Values.IsEmpty) return Values.Any(other.Admits);
        if (!other.Values.IsEmpty) return other.Values.Any(Admits);

        if (IsRange || other.IsRange) return true; // a number may well start with a prefix that is one
        return Prefix is { } mine && other.Prefix is { } its && (mine.StartsWith(its, StringComparison.Ordinal) || its.StartsWith(mine, StringComparison.Ordinal));
    }

    /// <summary>Equal in every part.</summary>
    public bool Equals(Condition? other) =>
        other is not null && Dimension == other.Dimension && Prefix == other.Prefix && From == other.From && Below == other.Below
        && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dimension, Prefix, Values.Length, From, Below);

    /// <summary>As in <c>model=large</c>, <c>model=a|b</c>, <c>model=gpt*</c>, <c>size=256..1024</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Dimension}={(IsRange ? $"{From}..{Below}" : Prefix is null ? string.Join('|', Values) : Prefix + "*")}");

    private bool Admits(string value) =>
        IsRange ? Encloses(value)
        : Prefix is null ? Values.AsSpan().Contains(value)
        : value.StartsWith(Prefix, StringComparison.Ordinal);

    // 1.50 and 1.5 are one number, and must be one text where they are sealed.
    private static decimal? Plain(decimal? number) => number / 1.000000000000000000000000000000m;

    private bool BeginsBefore(decimal? end) => From is null || end is null || From < end;

    // A number that no decimal can hold is beyond every end that a range may have, on the side that its sign says.
    private bool Encloses(string value) =>
        decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? (From is not { } from || number >= from) && (Below is not { } below || number < below)
            : JsonNumber().IsMatch(value) && (value[0] == '-' ? From : Below) is null;

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex JsonNumber();
}
