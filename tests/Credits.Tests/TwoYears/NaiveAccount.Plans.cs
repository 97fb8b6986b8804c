using Credits.Grants;
using Credits.Plans;

namespace Credits.Tests.TwoYears;

/// <content>Coming to plans, what they grant, and leaving them.</content>
internal sealed partial class NaiveAccount
{
    private readonly Dictionary<(string Plan, string Allotment), Reach> _reached = [];
    private readonly Dictionary<string, DateTimeOffset> _since = [];
    private readonly Dictionary<string, DateTimeOffset> _trials = [];

    public string? Plan { get; private set; }

    public PlanTerms Terms { get; private set; } = PlanTerms.None;

    public List<NaiveChange> Scheduled { get; } = [];

    /// <summary>When the running period of the plan is over; null when there is none.</summary>
    public DateTimeOffset? PeriodEnd(DateTimeOffset now) =>
        Terms == PlanTerms.None ? null : Clock.StartOf(DayByDay.PeriodWith(Clock.DayOf(now), Terms.Period, Since, BillingDay).End);

    public void Schedule(DateTimeOffset at, string? plan)
    {
        var place = Scheduled.FindIndex(change => change.At > at);
        Scheduled.Insert(place < 0 ? Scheduled.Count : place, new(at, plan));
    }

    /// <summary>An operator's change of the plan.</summary>
    public void ChangePlan(string? plan, DateTimeOffset now)
    {
        if (plan == Plan) return;
        Scheduled.Clear();
        ComeTo(plan, now);
        LiveUntil(now);
    }

    private DateOnly Since => Clock.DayOf(_since[Plan!]);

    private Reach Reached(Allotment allotment) => _reached[(Plan!, allotment.Id)];

    private void TakeOverTerms(DateTimeOffset now)
    {
        if (Plan is null) return;
        var before = Terms;
        if (before == PlanTerms.None)
        {
            Begin(now);
            return;
        }

        Terms = plans[Plan].Terms;
        BeginTrial();
        foreach (var added in Terms.Allotments.Where(allotment => before.Allotments.All(old => old.Id != allotment.Id))) BeginAt(now, added);
    }

    private void ComeTo(string? plan, DateTimeOffset at)
    {
        plan = PastTrials(plan, at);
        if (plan == Plan) return;
        if (Plan is not null && Terms.Proration == Proration.ByDays) GiveBack(at);
        Plan = plan;
        Terms = PlanTerms.None;
        if (plan is not null) Begin(at);
    }

    // A plan that says nothing begins when it first says something.
    private void Begin(DateTimeOffset at)
    {
        Terms = plans[Plan!].Terms;
        if (Terms == PlanTerms.None) return;

        _since[Plan!] = SinceOn(Plan!, at);
        BeginTrial();
        foreach (var allotment in Terms.Allotments) BeginAt(at, allotment);
        if (Terms.Trial is { } trial && Scheduled.Count == 0) Schedule(_trials[Plan!], trial.Then);
    }

    private DateTimeOffset SinceOn(string plan, DateTimeOffset at) => _reached.Any(reached => reached.Key.Plan == plan && reached.Value.Through > at) ? _since[plan] : at;

    // Its days are had once, from when the account came to the plan.
    private void BeginTrial()
    {
        if (Terms.Trial is { } trial) _trials.TryAdd(Plan!, EndOf(trial, _since[Plan!]));
    }

    // The plan that comes after a trial that is over; none, where that leads back to it.
    private string? PastTrials(string? plan, DateTimeOffset at)
    {
        for (var first = plan; plan is not null && plan != Plan && plans[plan].Terms.Trial is { } trial && (_trials.TryGetValue(plan, out var end) ? end : EndOf(trial, SinceOn(plan, at))) <= at;)
        {
            plan = trial.Then;
            if (plan == first) return null;
        }

        return plan;
    }

    private static DateTimeOffset EndOf(Trial trial, DateTimeOffset began) => began.AddHours(24 * trial.Days);

    // A period that was granted already goes on; what was taken back of it may be granted again.
    private void BeginAt(DateTimeOffset at, Allotment allotment)
    {
        var reached = _reached.GetValueOrDefault((Plan!, allotment.Id));
        if (reached is null || reached.Through <= at) reached = new(at);
        else if (reached.TakenBack > 0) reached = new(at) { AtMost = reached.TakenBack };
        _reached[(Plan!, allotment.Id)] = reached;
    }

    private void Allot(Allotment allotment)
    {
        var reached = Reached(allotment);
        var from = reached.Through;
        var day = Clock.DayOf(from);
        var (start, end) = DayByDay.PeriodWith(day, allotment.Cycle, Since, BillingDay);
        var periodEnd = Clock.StartOf(end);

        var amount = allotment.Amount.Millionths;
        var isWhole = Terms.Proration == Proration.None && from == _since[Plan!] && reached.AtMost is null;
        if (!isWhole) amount = Share(amount, start, day, end);
        if (reached.AtMost is { } most) amount = Math.Min(amount, most);
        amount = Math.Max(amount, 1);

        _reached[(Plan!, allotment.Id)] = new(periodEnd);
        Give(new()
        {
            Type = allotment.CreditType,
            Kind = GrantKind.Allotment,
            Amount = amount,
            Left = amount,
            From = from,
            Until = allotment.Lifetime.Kind switch
            {
                LifetimeKind.UntilNextPeriod => periodEnd,
                LifetimeKind.ForTerm => DayByDay.Later(from, allotment.Lifetime.Term, Clock),
                _ => null,
            },
            Priority = allotment.Priority,
            For = (Plan!, allotment.Id),
            PeriodEnd = periodEnd,
            Rollover = allotment.Rollover,
            RollsOverUntil = allotment.Rollover?.Periods is { } periods ? PeriodsAfter(periodEnd, periods, allotment) : null,
        }, from);
    }

    private DateTimeOffset PeriodsAfter(DateTimeOffset end, int periods, Allotment allotment)
    {
        var day = Clock.DayOf(end);
        for (var i = 0; i < periods; i++) day = DayByDay.NextBegin(day, allotment.Cycle, Since, BillingDay);
        return Clock.StartOf(day);
    }

    private void GiveBack(DateTimeOffset at)
    {
        var running = Lots.Where(lot => lot.For?.Plan == Plan && lot.PeriodEnd > at && lot.PeriodEnd == _reached[lot.For!.Value].Through && lot.IsUsableAt(at)).ToList();
        foreach (var lot in running)
        {
            if (running.Any(newer => newer.For == lot.For && newer.From > lot.From)) continue;

            var back = Math.Min(lot.Free, Share(lot.Amount, Clock.DayOf(lot.From), Clock.DayOf(at), DayAfter(lot.PeriodEnd)));
            lot.Left -= back;
            Sums[lot.Type].Voided += back;
            _reached[lot.For!.Value].TakenBack = back;
            if (lot.Left == 0) Lots.Remove(lot);
        }
    }

    // Where the time zone was changed, a period may end in the midst of a day.
    private DateOnly DayAfter(DateTimeOffset end)
    {
        var day = Clock.DayOf(end);
        return Clock.StartOf(day) < end ? day.AddDays(1) : day;
    }

    private static long Share(long amount, DateOnly start, DateOnly from, DateOnly end) =>
        (long)((Int128)amount * DayByDay.DaysBetween(from, end) / DayByDay.DaysBetween(start, end));

    /// <summary>Until when an allotment was granted, and what was taken back of its last period.</summary>
    private sealed record Reach(DateTimeOffset Through)
    {
        public long TakenBack { get; set; }

        /// <summary>How much of the period that goes on is granted at most; null when it is granted for the first time.</summary>
        public long? AtMost { get; init; }
    }
}
