using Credits.Grants;
using Credits.Plans;

namespace Credits.Tests.TwoYears;

/// <summary>
/// An account as the rules' words have it, and nothing of the product's code: a heap of lots that is searched anew for everything. It lives through every
/// moment at that moment, so that it knows nothing of timers.
/// </summary>
internal sealed partial class NaiveAccount(IReadOnlyDictionary<string, Plan> plans)
{
    private static readonly TimeSpan SettlementDelay = TimeSpan.FromMinutes(10);
    private const int MostLots = 90;

    public List<Lot> Lots { get; } = [];

    public List<NaiveHold> Holds { get; } = [];

    public bool RepaysOverdraft { get; set; } = true;

    public int BillingDay { get; set; } = 1;

    /// <summary>What its days go by.</summary>
    public WallClock Clock { get; set; } = WallClock.In(zone: null);

    public Dictionary<CreditType, NaiveSums> Sums { get; } = new() { [CreditType.Default] = new(), [Given.Premium] = new() };

    public bool IsFull => Lots.Count >= MostLots;

    /// <summary>Lives on until a moment at which something is to be booked.</summary>
    public void LiveUntil(DateTimeOffset now)
    {
        TakeOverTerms(now);
        while (NextMoment() is { } moment && moment <= now) Live(moment);
    }

    /// <summary>Repays what is owed from what is usable at a moment.</summary>
    public void Repay(DateTimeOffset at)
    {
        if (!RepaysOverdraft) return;
        foreach (var (type, sums) in Sums)
            if (sums.Overdraft > 0) sums.Overdraft = BurnFree(sums.Overdraft, type, meter: null, at);
    }

    private DateTimeOffset? NextMoment() => Lots.Select(NoticeOf).Append(MomentOfCredits()).Min();

    private DateTimeOffset? MomentOfCredits()
    {
        var moments = Holds.Select(hold => hold.Ends)
            .Concat(Scheduled.Select(change => change.At))
            .Concat(Lots.Where(lot => lot is { Until: not null, Held: 0 }).Select(lot => lot.Until!.Value + SettlementDelay));
        if (!IsFull) moments = moments.Concat(Terms.Allotments.Select(allotment => Reached(allotment).Through));
        return moments.Select(moment => (DateTimeOffset?)moment).Min();
    }

    private void Live(DateTimeOffset moment)
    {
        if (MomentOfCredits() is not { } first || first > moment)
        {
            Announce(moment);
            return;
        }

        foreach (var hold in Holds.Where(hold => hold.Ends <= moment).ToList())
        {
            hold.Free();
            Holds.Remove(hold);
        }

        while (Scheduled.FirstOrDefault(change => change.At <= moment) is { } change)
        {
            Scheduled.Remove(change);
            ComeTo(change.Plan, change.At);

            // Another plan may announce earlier; even one that another follows at once.
            Announce(moment.AddTicks(-1));
        }

        foreach (var lot in Lots.Where(lot => lot.Held == 0 && lot.Until + SettlementDelay <= moment).ToList()) End(lot);
        foreach (var due in Terms.Allotments.Where(allotment => Reached(allotment).Through == moment))
            if (!IsFull) Allot(due);

        Announce(moment);
        Repay(moment);
    }

    private void End(Lot lot)
    {
        Lots.Remove(lot);
        var over = RolledOverOf(lot);
        Sums[lot.Type].Expired += lot.Left - over;
        if (over == 0) return;

        Add(new()
        {
            Type = lot.Type,
            Kind = lot.Kind,
            Amount = over,
            Left = over,
            From = lot.Until!.Value,
            Until = lot.RollsOverUntil,
            Priority = lot.Priority,
        }, lot.Until.Value);
    }

    private static long RolledOverOf(Lot lot)
    {
        if (lot.Rollover is not { } policy) return 0;
        var over = lot.Left * policy.Percent / 100;
        if (policy.Minimum is { } least) over = Math.Max(over, least.Millionths);
        if (policy.Maximum is { } most) over = Math.Min(over, most.Millionths);
        return Math.Min(over, lot.Left);
    }
}
