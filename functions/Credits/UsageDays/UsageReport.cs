using System.Collections.Immutable;
using Credits.Grants;

namespace Credits.UsageDays;

/// <summary>Days of usage, added up by one grouping. Whatever the grouping, its rows come to the same in total.</summary>
/// <param name="by">What a row stands for.</param>
/// <param name="dimension">The dimension's path, when rows stand for its values.</param>
/// <param name="meter">Only this meter; null for all.</param>
public sealed class UsageReport(UsageGrouping by, string? dimension, string? meter)
{
    /// <summary>The most rows; the values with the fewest events beyond it make one row together.</summary>
    public const int MaxRows = 1_000;

    private static readonly ImmutableSortedDictionary<CreditType, UsageSums> Nothing = ImmutableSortedDictionary<CreditType, UsageSums>.Empty;

    private readonly Dictionary<UsageGroup, ImmutableSortedDictionary<CreditType, UsageSums>> _groups = [];

    /// <summary>Whether a dimension or a quantity was beyond the bounds on a day, so that it is not told apart or summed up.</summary>
    public bool LeavesOut { get; private set; }

    /// <summary>Everything together.</summary>
    public ImmutableSortedDictionary<CreditType, UsageSums> Total { get; private set; } = Nothing;

    /// <summary>The rows: days in order, everything else by name, the rest last.</summary>
    public IReadOnlyList<KeyValuePair<UsageGroup, ImmutableSortedDictionary<CreditType, UsageSums>>> Rows() =>
        [.. Bounded().Where(row => row.Value.Values.Any(sums => !sums.IsNone)).OrderBy(row => row.Key.Date).ThenBy(row => row.Key.Other).ThenBy(row => row.Key.Name is null).ThenBy(row => row.Key.Name, StringComparer.Ordinal)];

    /// <summary>Goes on by a day.</summary>
    public void Add(UsageDay day)
    {
        var parts = day.Rows.Where(row => row.Key.By == Split && (dimension is null || row.Key.Path == dimension)).ToLookup(row => (row.Key.Meter, row.Key.CreditType));
        foreach (var (key, row) in day.Rows)
        {
            if (key.By != UsageSplit.Whole || (meter is not null && key.Meter != meter)) continue;

            LeavesOut |= row.LeavesOut;
            Total = Plus(Total, key.CreditType, row.Sums);
            if (by is UsageGrouping.Day or UsageGrouping.Meter) Add(by == UsageGrouping.Day ? new(day.Date, null, false) : new(null, key.Meter, false), key.CreditType, row.Sums);
            else AddParts(key.CreditType, row, [.. parts[(key.Meter, key.CreditType)]]);
        }
    }

    private UsageSplit? Split => by switch { UsageGrouping.Member => UsageSplit.Member, UsageGrouping.Dimension => UsageSplit.Dimension, _ => null };

    // What no part has, belongs to events that name no member or lack the dimension; unless there was no room for the dimension at all.
    private void AddParts(CreditType type, UsageRow whole, ImmutableArray<KeyValuePair<UsageKey, UsageRow>> parts)
    {
        var rest = whole.Sums;
        foreach (var (key, row) in parts)
        {
            Add(new(null, key.Value, Other: key.Value is null), type, row.Sums);
            rest = rest.Minus(row.Sums);
        }

        Add(new(null, null, Other: parts.IsEmpty && whole.LeavesOut && by == UsageGrouping.Dimension), type, rest);
    }

    private void Add(UsageGroup group, CreditType type, UsageSums sums) => _groups[group] = Plus(_groups.GetValueOrDefault(group, Nothing), type, sums);

    private Dictionary<UsageGroup, ImmutableSortedDictionary<CreditType, UsageSums>> Bounded()
    {
        var named = _groups.Where(group => group.Key.Name is not null).ToList();
        if (named.Count <= MaxRows) return _groups;

        var bounded = new Dictionary<UsageGroup, ImmutableSortedDictionary<CreditType, UsageSums>>(_groups);
        var other = new UsageGroup(null, null, Other: true);
        foreach (var (group, types) in named.OrderByDescending(group => group.Value.Values.Sum(sums => sums.Events)).ThenBy(group => group.Key.Name, StringComparer.Ordinal).Skip(MaxRows))
        {
            bounded.Remove(group);
            foreach (var (type, sums) in types) bounded[other] = Plus(bounded.GetValueOrDefault(other, Nothing), type, sums);
        }

        return bounded;
    }

    private static ImmutableSortedDictionary<CreditType, UsageSums> Plus(ImmutableSortedDictionary<CreditType, UsageSums> types, CreditType type, UsageSums sums) =>
        types.SetItem(type, types.GetValueOrDefault(type, UsageSums.None).Plus(sums));
}

/// <summary>What a row of a report stands for.</summary>
public enum UsageGrouping
{
    /// <summary>A day, in the account's time zone.</summary>
    Day,

    /// <summary>A meter.</summary>
    Meter,

    /// <summary>A member.</summary>
    Member,

    /// <summary>A value of a dimension.</summary>
    Dimension,
}

/// <summary>One row's group.</summary>
/// <param name="Date">The day; null unless rows are days.</param>
/// <param name="Name">The meter, the member or the value; null for events without any, and for the others.</param>
/// <param name="Other">Whether it is what the bounds keep from being told apart.</param>
public readonly record struct UsageGroup(DateOnly? Date, string? Name, bool Other);
