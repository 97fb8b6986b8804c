using System.Collections.Immutable;
using Credits.Grants;
using Credits.Limits;
using Credits.Periods;
using Credits.Thresholds;

namespace Credits.Tests.TwoYears;

/// <content>What is counted by days, weeks and months: caps and tiers.</content>
internal sealed partial class NaiveAccount
{
    private readonly List<(DateTimeOffset Month, int Units)> _used = [];
    private readonly List<(NaiveCounter Counter, DateTimeOffset Start)> _counted = [];
    private readonly HashSet<(CapWindow, string? Meter, CreditType, long Limit, DateTimeOffset Start)> _toldOfCaps = [];

    /// <summary>The account's own caps; the plan's count beside them.</summary>
    public ImmutableArray<Cap> Caps { get; set; } = [];

    /// <summary>What was burned under caps.</summary>
    public List<NaiveCounter> Counters { get; } = [];

    /// <summary>When it last took another time zone.</summary>
    public DateTimeOffset MovedAt { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Takes another time zone. What is counted under caps begins anew.</summary>
    public void MoveTo(string? zone, DateTimeOffset now)
    {
        if (Clock == WallClock.In(zone)) return;
        (Clock, MovedAt) = (WallClock.In(zone), now);
        Counters.Clear();
    }

    /// <summary>What units cost, one after the other, after all of the same billing period that were booked before.</summary>
    public long PriceOf(int units, DateTimeOffset time)
    {
        var month = Clock.StartOf(DayByDay.PeriodWith(Clock.DayOf(time), Cycle.Monthly, since: default, BillingDay).Start);
        var before = _used.Where(used => used.Month == month).Sum(used => used.Units);
        _used.Add((month, units));
        return Enumerable.Range(before + 1, units).Sum(Metered.PriceOfUnit);
    }

    private void CountAgainstCaps(long amount, CreditType type, string meter, DateTimeOffset time)
    {
        _counted.Clear();
        foreach (var (window, only) in AllCaps.Where(cap => cap.Scope.Meter is null || cap.Scope.Meter == meter).Select(cap => (cap.Window, cap.Scope.Meter)).Distinct())
        {
            var counter = Counters.Find(known => (known.Window, known.Meter, known.Type) == (window, only, type));
            if (counter is null) Counters.Add(counter = new(window, only, type));

            // Of a window that is over nobody asks any more.
            var start = Clock.StartOf(DayByDay.StartOf(window, Clock.DayOf(time)));
            if (start < counter.Start) continue;
            if (start > counter.Start) (counter.Start, counter.Burned) = (start, 0);
            counter.Burned += amount;
            _counted.Add((counter, start));
        }
    }

    private void LookAtCaps()
    {
        foreach (var (counter, start) in _counted)
        {
            foreach (var limit in AllCaps.Where(cap => (cap.Window, cap.Scope.Meter) == (counter.Window, counter.Meter)).Select(cap => cap.Limit.Millionths).Distinct())
            {
                if (counter.Burned >= limit && _toldOfCaps.Add((counter.Window, counter.Meter, counter.Type, limit, start)))
                    Told.Add(new(CrossingTurn.Reached, counter.Type, limit, Percent: null, start, counter.Burned));
            }
        }

        _counted.Clear();
    }

    private IEnumerable<Cap> AllCaps => Caps.Concat(Plan is null ? [] : plans[Plan].Limits.Caps);
}
