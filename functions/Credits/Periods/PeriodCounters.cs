using System.Collections.Immutable;

namespace Credits.Periods;

/// <summary>How much of what was used in which billing period, as far as a price depends on it. A value, in one order.</summary>
public sealed class PeriodCounters : IEquatable<PeriodCounters>
{
    /// <summary>How many counters an account may keep, those of past periods included: 100 for each month that <see cref="Kept"/> may reach into.</summary>
    /// <remarks>With the longest names, each of whose characters needs an escape, they take 0.35 MB of the account's document.</remarks>
    public const int MaxCounters = 400;

    /// <summary>The longest name of a counter, in characters.</summary>
    public const int MaxNameLength = 128;

    /// <summary>How long after its start a period's counters are kept: longer than any event may be late in the longest month.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(100);

    private readonly ImmutableArray<Counted> _counters;

    private PeriodCounters(ImmutableArray<Counted> counters) => _counters = counters;

    /// <summary>Nothing was counted.</summary>
    public static PeriodCounters None { get; } = new([]);

    /// <summary>Every counter with its sum, ordered by period and name.</summary>
    public ImmutableArray<Counted> All => _counters;

    /// <summary>The counters from their sums, in any order.</summary>
    public static PeriodCounters Of(IEnumerable<Counted> counters) =>
        new([.. counters.OrderBy(counter => counter.PeriodStart).ThenBy(counter => counter.Counter, StringComparer.Ordinal)]);

    /// <summary>What a counter holds for a period.</summary>
    public Quantity CountOf(string counter, DateTimeOffset periodStart) =>
        Find(counter, periodStart) is >= 0 and var place ? _counters[place].Quantity : Quantity.Zero;

    /// <summary>Whether there is room for a counter, beside those that come with it.</summary>
    public bool HasRoomFor(string counter, DateTimeOffset periodStart, IEnumerable<Counted> others)
    {
        if (Find(counter, periodStart) >= 0) return true;

        var coming = others.Where(other => Find(other.Counter, other.PeriodStart) < 0 && other.Counter != counter).Select(other => other.Counter).Distinct(StringComparer.Ordinal).Count();
        return _counters.Length + coming < MaxCounters;
    }

    /// <summary>The counters with what an event adds.</summary>
    /// <exception cref="OverflowException">A sum would pass what a quantity can hold.</exception>
    public PeriodCounters Plus(Counted counted)
    {
        var place = Find(counted.Counter, counted.PeriodStart);
        return new(place >= 0
            ? _counters.SetItem(place, _counters[place] with { Quantity = _counters[place].Quantity + counted.Quantity })
            : _counters.Insert(~place, counted));
    }

    /// <summary>The counters without what an event had added. One that comes to nothing goes, and one that was let go since stays so.</summary>
    public PeriodCounters Minus(Counted counted)
    {
        var place = Find(counted.Counter, counted.PeriodStart);
        if (place < 0) return this;

        var left = _counters[place].Quantity.Millionths - counted.Quantity.Millionths;
        return new(left <= 0 ? _counters.RemoveAt(place) : _counters.SetItem(place, _counters[place] with { Quantity = Quantity.FromMillionths(left) }));
    }

    /// <summary>The counters that still matter at a moment.</summary>
    public PeriodCounters KeptAt(DateTimeOffset moment) =>
        _counters.IsEmpty || _counters[0].PeriodStart + Kept > moment ? this : new([.. _counters.Where(counter => counter.PeriodStart + Kept > moment)]);

    /// <inheritdoc/>
    public bool Equals(PeriodCounters? other) => other is not null && _counters.AsSpan().SequenceEqual(other._counters.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PeriodCounters);

    /// <inheritdoc/>
    public override int GetHashCode() => _counters.Length;

    private int Find(string counter, DateTimeOffset periodStart)
    {
        var (low, high) = (0, _counters.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = _counters[middle].PeriodStart.CompareTo(periodStart);
            if (order == 0) order = string.CompareOrdinal(_counters[middle].Counter, counter);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle;
        }

        return ~low;
    }
}
