using Credits.Accounts;
using Credits.Booking;
using Credits.Grants;
using Credits.Journal;
using Credits.Periods;
using Credits.Plans;
using Credits.Rating;
using Credits.Thresholds;

namespace Credits.Tests.TwoYears;

/// <summary>A script lived by an account of the product and by the naive one, compared after every commit.</summary>
internal sealed class Life
{
    private readonly Script _script;
    private readonly Dictionary<string, Plan> _plans;
    private DateTimeOffset _now;
    private int _number;
    private int _woken;

    // As far as the journal was looked through, what it told of since it was last compared, and what was left of grants whenever notice of their end was given.
    private int _seen;
    private readonly List<Told> _told = [];
    private readonly Dictionary<CreditType, long> _announced = [];

    private Life(Script script)
    {
        _script = script;
        _now = script.Start;
        _plans = script.Plans.ToDictionary(plan => plan.Id);
        Kept = new(_plans);
        Naive = new(_plans) { Clock = WallClock.In(script.Zone) };
        Configure(account => account.Settings with { TimeZone = script.Zone });
        _seen = Kept.Journal.Count;
    }

    public KeptAccount Kept { get; }

    public NaiveAccount Naive { get; }

    /// <summary>The account after every thing that happened.</summary>
    public List<Picture> Pictures { get; } = [];

    public static Life Of(Script script)
    {
        var life = new Life(script);
        foreach (var happening in script.Happenings)
        {
            var next = happening.After.From(life._now, life.Naive.Clock);
            if (next > script.End) break;
            life.SleepUntil(next);
            if (happening is Happening.EditPlan edit)
            {
                life._plans[edit.Plan.Id] = edit.Plan;
                continue;
            }

            life.Take(happening);
            life.Compare($"after {happening}");
            life.Pictures.Add(life.TakePicture());
        }

        life.SleepUntil(script.End);
        life.Commit();
        life.Compare("at the end");
        life.Pictures.Add(life.TakePicture());
        return life;
    }

    private void SleepUntil(DateTimeOffset end)
    {
        for (var next = Wake(); next < end; next = Wake())
        {
            _now = next;
            _woken++;
            Commit();
            Compare("after the timer");
        }

        _now = end;
    }

    private DateTimeOffset Wake() => _script.Timer.NextAfter(_now, Kept.Account.NextDueAt, _woken);

    private void Commit(Action<PendingCommit>? work = null) => Kept.Commit(_now, work);

    private void Compare(string when)
    {
        Naive.LiveUntil(_now);
        Naive.Repay(_now);
        if (Kept.Journal.Count > _seen) Naive.Look(_now);
        var (naive, kept) = (Picture.Of(Naive), TakePicture());
        Compare(_told, Naive.Told, when);
        if (!kept.Equals(naive)) throw new ShouldAssertException($"{_now:u}, {when}\nis {kept.Beside(naive)}\nshould be {naive.Beside(kept)}");
    }

    // Whether a cap is told of once more, whose window began at the same moment in another time zone, is left open.
    private void Compare(List<Told> kept, List<Told> naive, string when)
    {
        var (told, due) = (Ordered(kept), Ordered(naive));
        kept.Clear();
        naive.Clear();
        if (!told.SequenceEqual(due)) throw new ShouldAssertException($"{_now:u}, {when}\ntold {string.Join("; ", told)}\nshould have told {string.Join("; ", due)}");

        List<string> Ordered(List<Told> all) => [.. all.Where(one => one.Window is null || one.Window > Naive.MovedAt).Select(one => one.ToString()).Order(StringComparer.Ordinal)];
    }

    private Picture TakePicture()
    {
        for (; _seen < Kept.Journal.Count; _seen++)
        {
            if (Kept.Journal[_seen].Movement is not Movement.Crossed crossed) continue;
            if (crossed.Crossing.Kind != CrossingKind.Expiry) _told.Add(Told.Of(crossed));
            else _announced[crossed.Crossing.CreditType] = _announced.GetValueOrDefault(crossed.Crossing.CreditType) + crossed.Amount.Millionths;
        }

        return Picture.Of(Kept.Account, _announced);
    }

    private void Configure(Func<Account, AccountSettings> change) => Commit(commit => commit.Configure(change(commit.Account)));

    private void Take(Happening happening)
    {
        Naive.LiveUntil(_now);
        var id = $"{++_number:D5}";
        switch (happening)
        {
            case Happening.Use use:
                Use(use, id);
                break;
            case Happening.UsePages use:
                UsePages(use, id);
                break;
            case Happening.Buy(_, var millionths, var type):
                Give(id, GrantKind.Purchase, millionths, type, onlyMeter: null, _now, DayByDay.Later(_now, new Term(1, TermUnit.Year), Naive.Clock), priority: 100);
                break;
            case Happening.Promote(_, var millionths, var type, var meter, var wait, var days):
                Give(id, GrantKind.Promo, millionths, type, meter, _now.AddDays(wait), _now.AddDays(wait + days), priority: 90);
                break;
            case Happening.ChangePlan(_, var plan):
                Configure(account => account.Settings.OnPlan(plan));
                Naive.ChangePlan(plan, _now);
                break;
            case Happening.ChangePlanAtPeriodEnd(_, var plan) when Naive.PeriodEnd(_now) is { } end:
                Configure(account =>
                {
                    account.Subscription.ShouldNotBeNull().PeriodContaining(_now, account.Settings.Calendar).End.ShouldBe(end);
                    return account.Settings.With(new ScheduledChange(end) { Plan = new(plan) });
                });
                Naive.Schedule(end, plan);
                break;
            case Happening.ChangePlanIn(_, var wait, var plan):
                Configure(account => account.Settings.With(new ScheduledChange(_now + wait) { Plan = new(plan) }));
                Naive.Schedule(_now + wait, plan);
                break;
            case Happening.SetAside(_, var millionths, var type, var meter, var minutes):
                SetAside(id, millionths, type, meter, _now.AddMinutes(minutes));
                break;
            case Happening.SetBillingDay(_, var day):
                Configure(account => account.Settings with { BillingDay = day });
                Naive.BillingDay = day;
                break;
            case Happening.SetNotice(_, var days):
                Configure(account => account.Settings with { ExpiryNoticeDays = days });
                Naive.NoticeDays = days;
                break;
            case Happening.SetThresholds(_, var thresholds):
                Configure(account => account.Settings with { Thresholds = thresholds.All });
                Naive.Thresholds = thresholds.All;
                break;
            case Happening.SetTopUp(_, var topUp):
                Configure(account => account.Settings with { TopUp = topUp });
                Naive.TopUpLevel = topUp is { Paused: null } ? (topUp.Terms.CreditType, topUp.Terms.Level.Millionths) : null;
                break;
            case Happening.SetCaps(_, var caps):
                Configure(account => account.Settings with { Limits = account.Settings.Limits with { Caps = caps.All } });
                Naive.Caps = caps.All;
                break;
            case Happening.SetZone(_, var zone):
                Configure(account => account.Settings with { TimeZone = zone });
                Naive.MoveTo(zone, _now);
                break;
            case Happening.SetRepays(_, var repays):
                Configure(account => account.Settings with { RepaysOverdraft = repays });
                Naive.RepaysOverdraft = repays;
                break;
            default:
                Commit();
                break;
        }
    }

    private void Use(Happening.Use use, string id)
    {
        var time = _now.AddMinutes(-use.MinutesLate);
        var hold = use.Hold is { } nth && Naive.Holds.Count > 0 ? Naive.Holds[nth % Naive.Holds.Count] : null;
        Commit(commit => commit.Debit(
            Given.Event(meter: use.Meter, at: time, id: id) with { Hold = hold?.Id }, Given.Charge(use.Millionths / 1_000_000m, use.Type), Kept.PlanOf(commit.Account)).ShouldBeNull());
        Naive.Use(use.Millionths, use.Type, use.Meter, time, hold);
    }

    private void UsePages(Happening.UsePages use, string id)
    {
        var pages = Given.Event($$"""{"pages":{{use.Pages}}}""", Metered.Meter, _now.AddMinutes(-use.MinutesLate), id);
        Commit(commit =>
        {
            Pricing.TryPrice(pages, new(Metered.Card) { Calendar = commit.Account.Settings.Calendar }, commit.Counters, out var charge, out var refusal).ShouldBeTrue(refusal?.Detail);
            commit.Debit(pages, charge.ShouldNotBeNull(), Kept.PlanOf(commit.Account)).ShouldBeNull();
        });
        Naive.Use(Naive.PriceOf(use.Pages, pages.Time), CreditType.Default, Metered.Meter, pages.Time);
    }

    private void Give(string id, GrantKind kind, long millionths, CreditType type, string? onlyMeter, DateTimeOffset from, DateTimeOffset until, int priority)
    {
        if (Naive.IsFull)
        {
            Commit(commit => commit.Grant(Given.Grant(1, id)).ShouldNotBeNull());
            return;
        }

        Commit(commit => commit.Grant(Given.Grant(millionths / 1_000_000m, id, kind, from, until, priority, type, onlyMeter is null ? [] : [onlyMeter])).ShouldBeNull());
        Naive.Give(new() { Type = type, Kind = kind, Amount = millionths, Left = millionths, From = from, Until = until, Priority = priority, OnlyMeter = onlyMeter }, _now);
    }

    private void SetAside(string id, long atMost, CreditType type, string meter, DateTimeOffset ends)
    {
        var amount = Math.Min(atMost, Naive.AvailableTo(type, meter, _now));
        if (amount == 0)
        {
            Commit();
            return;
        }

        Commit(commit => commit.Place(Given.Hold(id, ends, meter, type: type) with { PlacedAt = _now }, Credits.FromMillionths(amount)).ShouldBeNull());
        Naive.SetAside(id, amount, type, meter, _now, ends);
    }
}
