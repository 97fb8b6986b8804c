using System.Collections.Immutable;

namespace Credits.Limits;

/// <summary>What was burned under one cap in its newest window.</summary>
/// <param name="Counter">The cap's counter.</param>
/// <param name="WindowStart">The window.</param>
/// <param name="Burned">All credits burned in it.</param>
public readonly record struct Spent(string Counter, DateTimeOffset WindowStart, Credits Burned);

/// <summary>What was burned under each cap, in the newest window that saw usage. A value, ordered by counter.</summary>
/// <remarks>Late events of a window that is over count nowhere: no check will ask for it again.</remarks>
public sealed class Spending : IEquatable<Spending>
{
    /// <summary>
    /// How many counters are kept. Caps for each member count as many as there are members, so beyond it those of members go: those whose windows end first, of these the
    /// least used. Those of everybody together stay while their windows run: of a credit type they are no more than there are caps, 30 of the account and 10 of its plan.
    /// </summary>
    public const int MaxCounters = 200;

    private readonly ImmutableArray<Spent> _counters;

    private Spending(ImmutableArray<Spent> counters) => _counters = counters;

    /// <summary>Nothing was burned under any cap.</summary>
    public static Spending None { get; } = new([]);

    /// <summary>Every counter, in order.</summary>
    public ImmutableArray<Spent> All => _counters;

    /// <summary>The counters, in any order.</summary>
    public static Spending Of(IEnumerable<Spent> counters) => new([.. counters.OrderBy(counter => counter.Counter, StringComparer.Ordinal)]);

    /// <summary>What was burned under a cap in a window.</summary>
    public Credits In(string counter, DateTimeOffset windowStart) =>
        Find(counter) is >= 0 and var place && _counters[place].WindowStart == windowStart ? _counters[place].Burned : Credits.Zero;

    /// <summary>The counters after a charge.</summary>
    public Spending Plus(CapUse use, Credits amount)
    {
        var place = Find(use.Counter);
        if (place < 0) return new Spending(_counters.Insert(~place, new(use.Counter, use.WindowStart, amount))).Bounded();

        var kept = _counters[place];
        if (kept.WindowStart > use.WindowStart) return this;

        // An amount beyond what can be held stays at that: it is past every limit already.
        var burned = kept.WindowStart == use.WindowStart ? Credits.FromMillionths(Math.Min(kept.Burned.Millionths + amount.Millionths, Credits.Max.Millionths)) : amount;
        return new(_counters.SetItem(place, new(use.Counter, use.WindowStart, burned)));
    }

    /// <inheritdoc/>
    public bool Equals(Spending? other) => other is not null && _counters.AsSpan().SequenceEqual(other._counters.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Spending);

    /// <inheritdoc/>
    public override int GetHashCode() => _counters.Length;

    // By their ends: a month begins before its days do, but is the last of them to be asked for.
    private Spending Bounded()
    {
        if (_counters.Length <= MaxCounters) return this;

        var newest = _counters.Max(counter => counter.WindowStart);
        return Of(_counters
            .OrderByDescending(counter => Cap.IsOfEverybody(counter.Counter) && newest < LatestEndOf(counter))
            .ThenByDescending(LatestEndOf)
            .ThenByDescending(counter => counter.Burned.Millionths)
            .Take(MaxCounters));
    }

    // Whatever the account's zone and calendar: what is kept must follow from the counters alone. No window is taken for over that is not.
    private static DateTimeOffset LatestEndOf(Spent counter) => counter.WindowStart + Cap.WindowOf(counter.Counter).Longest();

    private int Find(string counter)
    {
        var (low, high) = (0, _counters.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(_counters[middle].Counter, counter);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle;
        }

        return ~low;
    }
}
