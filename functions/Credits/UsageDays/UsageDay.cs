using System.Collections.Immutable;
using Credits.Events;
using Credits.Journal;
using Credits.Periods;

namespace Credits.UsageDays;

/// <summary>What an account used on a day of its calendar, by the events' own time: its debits summed up, as a whole and told apart by member and by dimension.</summary>
/// <remarks>
/// Bounded, and exact all the same: a value beyond the bounds counts in a row of its own for all such values. Bounds are only ever reached, never left again:
/// what had no row when it was debited has none when it is reversed.
/// </remarks>
public sealed class UsageDay
{
    /// <summary>How many members, or values of a dimension, a meter's events of a day are told apart by.</summary>
    public const int MaxValues = 100;

    /// <summary>How many dimensions a meter's events of a day are told apart by.</summary>
    public const int MaxDimensions = 20;

    /// <summary>How many quantities of a meter are summed on a day.</summary>
    public const int MaxQuantities = 30;

    /// <summary>The longest path or value, in characters, that is told apart.</summary>
    public const int MaxTextLength = 128;

    /// <summary>The most that rows for members and dimensions may weigh: bytes of JSON, at most.</summary>
    /// <remarks>The store refuses a document, and a commit, over 2 MB.</remarks>
    public const int MaxWeight = 400_000;

    private const int RowWeight = 160; // names and numbers
    private const int SumWeight = 60; // 34 digits and what JSON needs
    private const int EscapedWeight = 6; // \u and four digits

    private UsageDay(DateOnly date, ImmutableDictionary<UsageKey, UsageRow> rows, int weight) => (Date, Rows, Weight) = (date, rows, weight);

    /// <summary>The day.</summary>
    public DateOnly Date { get; }

    /// <summary>The rows.</summary>
    public ImmutableDictionary<UsageKey, UsageRow> Rows { get; }

    /// <summary>What the day takes as JSON, in bytes, at most.</summary>
    public int Weight { get; }

    /// <summary>A day with these rows, as they were.</summary>
    public static UsageDay Of(DateOnly date, IEnumerable<KeyValuePair<UsageKey, UsageRow>> rows)
    {
        var all = rows.ToImmutableDictionary();
        return new(date, all, all.Sum(row => WeightOf(row.Key) + row.Value.Sums.Quantities.Keys.Sum(WeightOfSum)));
    }

    /// <summary>A day without usage.</summary>
    public static UsageDay Empty(DateOnly date) => new(date, ImmutableDictionary<UsageKey, UsageRow>.Empty, weight: 0);

    /// <summary>The day on which an event counts.</summary>
    /// <param name="usage">The event.</param>
    /// <param name="calendar">The account's when the event was debited.</param>
    public static DateOnly DateOf(UsageEvent usage, Calendar calendar) => calendar.DayOf(usage.Time);

    /// <summary>The day after a debit of one of its events.</summary>
    /// <param name="debit">The debit.</param>
    /// <param name="calendar">The account's at the debit.</param>
    public UsageDay After(Movement.Debited debit, Calendar calendar) => Changed(debit, calendar, static (row, sums) => row.Plus(sums), UsageSums.Of(debit));

    /// <summary>The day after the reversal of one of its debits. What was not burned after all is taken out; what was refunded by a new grant stays burned.</summary>
    /// <param name="reversal">The reversal.</param>
    /// <param name="debit">The debit.</param>
    /// <param name="calendar">The account's at the debit, not at the reversal.</param>
    public UsageDay After(Movement.Reversed reversal, Movement.Debited debit, Calendar calendar) =>
        Changed(debit, calendar, static (row, sums) => row.Minus(sums), UsageSums.Of(debit) with { Credits = reversal.Amount });

    private UsageDay Changed(Movement.Debited debit, Calendar calendar, Func<UsageSums, UsageSums, UsageSums> change, UsageSums sums)
    {
        var usage = debit.Event;
        if (DateOf(usage, calendar) != Date) throw new InvalidOperationException($"An event of {DateOf(usage, calendar)} can't count on {Date}.");

        var whole = UsageKey.Whole(usage.Meter, debit.Charge.CreditType);
        var day = Existing(whole).Summing(whole, ref sums).Change(whole, change, sums);
        if (usage.Member is { } member) day = day.Split(whole with { By = UsageSplit.Member, Value = member }, change, sums);
        foreach (var (path, value) in usage.Data.Texts())
        {
            var key = whole with { By = UsageSplit.Dimension, Path = path, Value = value };
            if (day.TryBegin(whole, key with { Value = null }, out day)) day = day.Split(key, change, sums);
        }

        return day;
    }

    // Only quantities that the whole row has, or can take up, are summed in any row.
    private UsageDay Summing(UsageKey whole, ref UsageSums sums)
    {
        var known = Rows[whole].Sums.Quantities;
        var (room, weight, leavesOut) = (MaxQuantities - known.Count, Weight, Rows[whole].LeavesOut);
        foreach (var path in sums.Quantities.Keys.Where(path => !known.ContainsKey(path)))
        {
            var admitted = room > 0 && path.Length <= MaxTextLength && weight + WeightOfSum(path) <= MaxWeight;
            if (admitted) (room, weight) = (room - 1, weight + WeightOfSum(path));
            else (sums, leavesOut) = (sums with { Quantities = sums.Quantities.Remove(path) }, true);
        }

        return new(Date, Rows.SetItem(whole, Rows[whole] with { LeavesOut = leavesOut }), Weight);
    }

    // A dimension begins with the row for the values that have none of their own.
    private bool TryBegin(UsageKey whole, UsageKey rest, out UsageDay day)
    {
        day = this;
        if (Rows.ContainsKey(rest)) return true;

        var row = Rows[whole];
        if (row.Parts >= MaxDimensions || rest.Path.Length > MaxTextLength || Weight + WeightOf(rest) > MaxWeight)
        {
            day = new(Date, Rows.SetItem(whole, row with { LeavesOut = true }), Weight);
            return false;
        }

        day = new(Date, Rows.SetItem(whole, row with { Parts = row.Parts + 1 }), Weight);
        day = day.Existing(rest);
        return true;
    }

    private UsageDay Split(UsageKey key, Func<UsageSums, UsageSums, UsageSums> change, UsageSums sums)
    {
        var rest = key with { Value = null };
        var day = Existing(rest);
        if (!day.Rows.ContainsKey(key))
        {
            var others = day.Rows[rest];
            if (others.Parts >= MaxValues || key.Value!.Length > MaxTextLength || day.Weight + WeightOf(key) > MaxWeight) return day.Change(rest, change, sums);
            day = new UsageDay(Date, day.Rows.SetItem(rest, others with { Parts = others.Parts + 1 }), day.Weight).Existing(key);
        }

        return day.Change(key, change, sums);
    }

    private UsageDay Existing(UsageKey key) => Rows.ContainsKey(key) ? this : new(Date, Rows.Add(key, new(UsageSums.None)), Weight + WeightOf(key));

    private UsageDay Change(UsageKey key, Func<UsageSums, UsageSums, UsageSums> change, UsageSums sums)
    {
        var row = Rows[key];
        var weight = Weight;
        foreach (var path in sums.Quantities.Keys.Where(path => !row.Sums.Quantities.ContainsKey(path)))
        {
            if (key.By == UsageSplit.Whole || weight + WeightOfSum(path) <= MaxWeight) weight += WeightOfSum(path);
            else sums = sums with { Quantities = sums.Quantities.Remove(path) };
        }

        return new(Date, Rows.SetItem(key, row with { Sums = change(row.Sums, sums) }), weight);
    }

    private static int WeightOf(UsageKey key) => RowWeight + WeightOf(key.Meter) + WeightOf(key.Path) + WeightOf(key.Value ?? "");

    private static int WeightOfSum(string path) => SumWeight + WeightOf(path);

    private static int WeightOf(string text) => text.Sum(c => c is >= ' ' and <= '~' and not '"' and not '\\' ? 1 : EscapedWeight);
}
