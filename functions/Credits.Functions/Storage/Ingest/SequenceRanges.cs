using System.Collections.Immutable;
using System.Globalization;

namespace Credits.Functions.Storage.Ingest;

/// <summary>A set of sequence numbers as the ranges it consists of: in order, and never two that touch. In the usual case a single one.</summary>
public sealed record SequenceRanges
{
    /// <summary>
    /// The most ranges that are kept. Beyond it the smallest is forgotten, but neither the first, which says from where on messages are missing, nor the last, up to
    /// where. What is forgotten of settled messages is read again, which costs time only; of the smallest, so little that reading again comes to an end.
    /// </summary>
    public const int Max = 500;

    private SequenceRanges(ImmutableArray<SequenceRange> all) => All = all;

    /// <summary>No number at all.</summary>
    public static SequenceRanges None { get; } = new(ImmutableArray<SequenceRange>.Empty);

    /// <summary>The ranges, lowest first.</summary>
    public ImmutableArray<SequenceRange> All { get; }

    /// <summary>How many numbers there are.</summary>
    public long Count => All.Sum(range => range.Count);

    /// <summary>The set with these numbers in it.</summary>
    public SequenceRanges With(SequenceRange more)
    {
        var (first, last) = (more.First, more.Last);
        var ranges = ImmutableArray.CreateBuilder<SequenceRange>(All.Length + 1);
        foreach (var range in All)
        {
            if (range.Last < first - 1 || range.First > last + 1)
            {
                ranges.Add(range);
                continue;
            }

            (first, last) = (Math.Min(first, range.First), Math.Max(last, range.Last));
        }

        ranges.Insert(ranges.Count(range => range.Last < first), new(first, last));
        while (ranges.Count > Max) ranges.RemoveAt(SmallestWithin(ranges));
        return new(ranges.ToImmutable());
    }

    /// <summary>What lies within bounds and is not in the set, lowest first.</summary>
    public ImmutableArray<SequenceRange> MissingIn(SequenceRange bounds)
    {
        var missing = ImmutableArray.CreateBuilder<SequenceRange>();
        var next = bounds.First;
        foreach (var range in All)
        {
            if (range.First > bounds.Last) break;
            if (range.First > next) missing.Add(new(next, range.First - 1));
            next = Math.Max(next, range.Last + 1);
        }

        if (next <= bounds.Last) missing.Add(new(next, bounds.Last));
        return missing.ToImmutable();
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static SequenceRanges Parse(string text)
    {
        var ranges = None;
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            var first = long.Parse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture);
            ranges = ranges.With(new(first, ends.Length == 1 ? first : long.Parse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture)));
        }

        return ranges;
    }

    /// <summary>As stored: <c>0-99,150,152-200</c>.</summary>
    public override string ToString() => string.Join(',', All);

    /// <summary>Equal in every range.</summary>
    public bool Equals(SequenceRanges? other) => other is not null && All.AsSpan().SequenceEqual(other.All.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(All.Length, Count);

    private static int SmallestWithin(ImmutableArray<SequenceRange>.Builder ranges)
    {
        var smallest = 1;
        for (var i = 2; i < ranges.Count - 1; i++)
            if (ranges[i].Count < ranges[smallest].Count) smallest = i;

        return smallest;
    }
}
