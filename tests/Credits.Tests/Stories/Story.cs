using System.Globalization;
using Credits.Accounts;
using Credits.Grants;
using Credits.Journal;
using Credits.Periods;
using Credits.Plans;

namespace Credits.Tests.Stories;

/// <summary>An account's story, told day by day. Times are UTC; what is due is booked whenever something is told, and not in between.</summary>
internal sealed class Story
{
    private readonly KeptAccount _kept;
    private DateTimeOffset _now;
    private int _number;

    private Story(params Plan[] plans) => _kept = new(plans.ToDictionary(plan => plan.Id));

    public Account Account => _kept.Account;

    public IReadOnlyList<Entry> Journal => _kept.Journal;

    public static Story With(params Plan[] plans) => new(plans);

    /// <summary>Goes on at a moment, such as <c>2026-01-31</c> or <c>2026-01-31 10:00</c>, at which a timer comes.</summary>
    public Story On(string moment)
    {
        _now = Moment(moment);
        _kept.Commit(_now);
        return this;
    }

    public Story Joins(string plan) => Configures(settings => settings.OnPlan(plan));

    public Story Leaves() => Configures(settings => settings.OnPlan(null));

    public Story WillJoin(string plan, string at) => Configures(settings => settings.With(new ScheduledChange(Moment(at)) { Plan = new(plan) }));

    public Story WillJoinAtPeriodEnd(string plan) =>
        Configures(settings => settings.With(new ScheduledChange(Account.Subscription.ShouldNotBeNull().PeriodContaining(_now, settings.Calendar).End) { Plan = new(plan) }));

    public Story Configures(Func<AccountSettings, AccountSettings> change)
    {
        _kept.Commit(_now, commit => commit.Configure(change(commit.Account.Settings)));
        return this;
    }

    /// <summary>The plan as it is from now on; accounts take it over with their next commit.</summary>
    public Story Edits(Plan plan)
    {
        _kept.Plans[plan.Id] = plan;
        return this;
    }

    public Story Buys(decimal credits, Term lives)
    {
        _kept.Commit(_now, commit => commit.Grant(Given.Grant(credits, $"purchase {++_number}", from: _now, until: lives.After(_now, commit.Account.Settings.Calendar))).ShouldBeNull());
        return this;
    }

    public Story Uses(decimal credits, string? at = null)
    {
        _kept.Commit(_now, commit => commit.Debit(Given.Event(id: $"event {++_number}", at: at is null ? _now : Moment(at)), Given.Charge(credits)).ShouldBeNull());
        return this;
    }

    public Story SetsAside(decimal credits, string until)
    {
        _kept.Commit(_now, commit => commit.Place(Given.Hold($"hold {++_number}", Moment(until)) with { PlacedAt = _now }, Credits.Of(credits)).ShouldBeNull());
        return this;
    }

    /// <summary>What can be used now.</summary>
    public Story ShouldHave(decimal credits)
    {
        Account.AvailableTo(CreditType.Default, meter: null, _now).ShouldBe(Credits.Of(credits), $"on {_now:u}");
        return this;
    }

    /// <summary>What was granted, expired and given back until now.</summary>
    public Story ShouldHaveBeen(decimal granted, decimal expired = 0, decimal givenBack = 0)
    {
        var totals = Account.TotalsOf(CreditType.Default);
        (totals.Granted, totals.Expired, totals.Voided).ShouldBe((Credits.Of(granted), Credits.Of(expired), Credits.Of(givenBack)), $"on {_now:u}");
        return this;
    }

    public Story ShouldOwe(decimal credits)
    {
        Account.TotalsOf(CreditType.Default).Overdraft.ShouldBe(Credits.Of(credits), $"on {_now:u}");
        return this;
    }

    public Story ShouldBeOn(string? plan)
    {
        Account.Settings.Plan.ShouldBe(plan, $"on {_now:u}");
        return this;
    }

    /// <summary>All grants that the account's plans made, as <c>amount from – until</c>.</summary>
    public Story ShouldHaveBeenAllotted(params string[] grants)
    {
        Journal.Select(entry => entry.Movement).OfType<Movement.Granted>().Select(granted => granted.Grant).Where(grant => grant.Kind == GrantKind.Allotment)
            .Select(grant => $"{grant.Amount} {Day(grant.EffectiveAt)} – {(grant.ExpiresAt is { } end ? Day(end) : "ever")}").ShouldBe(grants);
        return this;
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Day(DateTimeOffset time) => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
