using System.Collections.Immutable;
using Credits.Grants;
using Credits.Holds;
using Credits.Limits;
using Credits.Periods;
using Credits.Plans;
using Credits.Subscriptions;
using Credits.Thresholds;

namespace Credits.Accounts;

/// <summary>The state of a customer's prepaid credits after an entry of its journal. A value: entries make new states.</summary>
/// <remarks>
/// Invariant, per credit type: Σ granted = balance + burned + expired + voided − overdraft, where the balance is what is left of the open grants.
/// </remarks>
public sealed record Account
{
    /// <summary>How many grants may be open at a time.</summary>
    /// <remarks>The store takes 100 operations a commit, and one event may close every grant.</remarks>
    public const int MaxOpenGrants = 90;

    /// <summary>How many turns on plans that are over are remembered, beside those on trials that run; beyond it, that is forgotten whose grants reach least far.</summary>
    public const int MaxFormerTurns = 5;

    /// <summary>How many plans' trials an account may have. To who has had so many, any other counts as one that is over.</summary>
    public const int MaxTrials = 20;

    /// <summary>
    /// How long after a grant's end its expiry is booked, so that events from before the end still find it when they come late.
    /// </summary>
    public static readonly TimeSpan SettlementDelay = TimeSpan.FromMinutes(10);

    /// <summary>Who it is.</summary>
    public required AccountId Id { get; init; }

    /// <summary>What the operator decided about it.</summary>
    public AccountSettings Settings { get; init; } = new();

    /// <summary>Grants with something left, in burn order.</summary>
    public ImmutableArray<Grant> OpenGrants { get; init; } = [];

    /// <summary>One sum per credit type that ever moved, ordered by type.</summary>
    public ImmutableArray<CreditTotals> Totals { get; init; } = [];

    /// <summary>What was used in which billing period, as far as prices depend on it.</summary>
    public PeriodCounters Counters { get; init; } = PeriodCounters.None;

    /// <summary>Credits set aside, in the order in which they were.</summary>
    public ImmutableArray<Hold> Holds { get; init; } = [];

    /// <summary>What was burned under each cap.</summary>
    public Spending Spending { get; init; } = Spending.None;

    /// <summary>The plan it is on, as far as that grants something; null for none.</summary>
    public Subscription? Subscription { get; init; }

    /// <summary>The account's last turns on plans that are over: those that were granted furthest, and those on trials that may still run, the furthest last. A plan has at most one.</summary>
    public ImmutableArray<PlanTurn> FormerTurns { get; init; } = [];

    /// <summary>The trials it has had, in the order in which they began; those that still run included. A plan has at most one.</summary>
    public ImmutableArray<TrialDays> Trials { get; init; } = [];

    /// <summary>What was reached and has not recovered since, in the order in which it was.</summary>
    public ImmutableArray<Crossing> Reached { get; init; } = [];

    /// <summary>The number of the journal's last entry; entries count from 1, and 0 means there is none.</summary>
    public long Sequence { get; init; }

    /// <summary>The hash of the journal's last entry.</summary>
    public required EntryHash Head { get; init; }

    /// <summary>The next moment at which time alone changes this account; null when none is known.</summary>
    public DateTimeOffset? NextDueAt => NextDue()?.BookFrom;

    /// <summary>What time alone does to this account next; null when nothing is known.</summary>
    /// <param name="except">Grants of allotments to leave out, by the allotment's id.</param>
    public Due? NextDue(IReadOnlySet<string>? except = null)
    {
        Due? next = null;
        foreach (var hold in Holds) Consider(new(hold.ExpiresAt, hold.ExpiresAt, DueKind.Lapse, hold.Id));
        if (!Settings.Scheduled.IsEmpty) Consider(new(Settings.Scheduled[0].At, Settings.Scheduled[0].At, DueKind.Change, ""));

        // A grant of which something is held settles once no hold is open on it.
        foreach (var grant in OpenGrants)
            if (grant.Held == Credits.Zero && SettlementOf(grant) is { } settlement) Consider(new(grant.ExpiresAt!.Value, settlement, DueKind.Expiry, grant.Id));

        if (ExpiryNoticeDays is { } days and > 0)
        {
            foreach (var grant in OpenGrants)
                if (NoticeOf(grant, days) is { } notice) Consider(new(notice, notice, DueKind.Notice, grant.Id));
        }

        foreach (var allotment in Subscription?.Terms.Allotments ?? [])
        {
            var through = Subscription!.DueAt(allotment);
            if (except?.Contains(allotment.Id) != true) Consider(new(through, through, DueKind.Allotment, allotment.Id));
        }

        return next;

        void Consider(Due due)
        {
            if (next is not { } first || due.BookFrom < first.BookFrom || (due.BookFrom == first.BookFrom && due.Kind < first.Kind)) next = due;
        }
    }

    /// <summary>How many days before a grant expires somebody is told: as the account says, else as its plan does; null or zero for not at all.</summary>
    public int? ExpiryNoticeDays => Settings.ExpiryNoticeDays ?? Subscription?.Terms.ExpiryNoticeDays;

    // A grant that lives for less than twice the notice would be announced nearly as soon as it is there.
    private DateTimeOffset? NoticeOf(Grant grant, int days)
    {
        var before = TimeSpan.FromDays(days);
        return grant.ExpiresAt is { } end && end - grant.EffectiveAt >= 2 * before && !Reached.Contains(Crossing.OfExpiry(grant)) ? end - before : null;
    }

    /// <summary>When a grant's expiry is booked; null when it has no end, or only one at the end of the calendar, as some write "never".</summary>
    public static DateTimeOffset? SettlementOf(Grant grant) =>
        grant.ExpiresAt <= DateTimeOffset.MaxValue - SettlementDelay ? grant.ExpiresAt + SettlementDelay : null;

    /// <summary>The account as it prices an event of a time: on the plan, and with the pin, that it had then, as far as a scheduled change has come since.</summary>
    public Account PricingAt(DateTimeOffset time) =>
        Settings.Former is { } former && time < former.Until ? this with { Settings = Settings with { Plan = former.Plan, Pin = former.Pin, RateCard = former.RateCard } } : this;

    /// <summary>An account before its first entry.</summary>
    public static Account New(AccountId id) => new() { Id = id, Head = EntryHash.Genesis(id) };

    /// <summary>When the days of a plan's trial are over: those that it has had, or those that begin when it comes to the plan.</summary>
    /// <param name="plan">The plan's id.</param>
    /// <param name="trial">Its trial.</param>
    /// <param name="since">When its turn on the plan began, or begins.</param>
    public DateTimeOffset EndOfTrial(string plan, Trial trial, DateTimeOffset since)
    {
        foreach (var had in Trials)
            if (had.Plan == plan) return had.End;

        return Trials.Length < MaxTrials ? since.AddDays(trial.Days) : since;
    }

    /// <summary>The sums of a credit type; all zero when it never moved.</summary>
    public CreditTotals TotalsOf(CreditType type)
    {
        foreach (var totals in Totals)
            if (totals.CreditType == type) return totals;

        return new(type);
    }

    /// <summary>What is left of the open grants of a credit type, usable now or not.</summary>
    public Credits BalanceOf(CreditType type)
    {
        var balance = Credits.Zero;
        foreach (var grant in OpenGrants)
            if (grant.CreditType == type) balance += grant.Remaining;

        return balance;
    }

    /// <summary>
    /// What is left for everybody to use, of which thresholds tell: what remains of grants that are usable and pay for every meter, held or not, and what will roll over of
    /// those that have ended, less what is owed.
    /// </summary>
    public Credits LeftOf(CreditType type, DateTimeOffset at)
    {
        var left = Credits.Zero - TotalsOf(type).Overdraft;
        foreach (var grant in OpenGrants)
            if (grant.CreditType == type && grant.Meters.IsEmpty) left += grant.IsUsableAt(at) ? grant.Remaining : RollsOverOf(grant, at);

        return left;
    }

    // A rollover is booked a while after the grant's end; nobody should be told, or charged, because of what is on its way.
    private static Credits RollsOverOf(Grant grant, DateTimeOffset at) =>
        grant.IsExpiredAt(at) && grant.Rollover is { } rollover && !(rollover.ExpiresAt <= at) ? rollover.Of(grant.Remaining) : Credits.Zero;

    /// <summary>What open holds have set aside of a credit type, leaving out those whose end has come.</summary>
    public Credits HeldOf(CreditType type, DateTimeOffset at) =>
        Holds.Where(hold => hold.CreditType == type && !hold.IsLapsedAt(at)).Aggregate(Credits.Zero, (sum, hold) => sum + hold.Amount);

    /// <summary>What open holds have set aside of one grant, leaving out those whose end has come.</summary>
    public Credits HeldOf(Grant grant, DateTimeOffset at)
    {
        if (grant.Held == Credits.Zero) return Credits.Zero;

        return Holds.Where(hold => !hold.IsLapsedAt(at)).SelectMany(hold => hold.Portions).Where(portion => portion.Grant == grant.Id)
            .Aggregate(Credits.Zero, (sum, portion) => sum + portion.Amount);
    }

    /// <summary>What an event can burn: what remains, usable at its time and for its meter, and is not set aside.</summary>
    /// <param name="type">The type of credits.</param>
    /// <param name="meter">The event's meter; null for any, which leaves out grants that pay for some meters only.</param>
    /// <param name="at">The event's time.</param>
    public Credits AvailableTo(CreditType type, string? meter, DateTimeOffset at)
    {
        var available = Credits.Zero;
        foreach (var grant in OpenGrants)
        {
            if (grant.CreditType == type && grant.IsUsableAt(at) && (meter is null ? grant.Meters.IsEmpty : grant.Admits(meter)))
                available += grant.Remaining - HeldOf(grant, at);
        }

        return available;
    }

    /// <summary>An open hold; null when there is none of this id.</summary>
    public Hold? FindHold(string? id) => id is null ? null : Holds.FirstOrDefault(hold => hold.Id == id);

    /// <summary>The account with these sums in the place of the type's old ones.</summary>
    public Account With(CreditTotals totals)
    {
        for (var i = 0; i < Totals.Length; i++)
        {
            var order = Totals[i].CreditType.CompareTo(totals.CreditType);
            if (order == 0) return this with { Totals = Totals.SetItem(i, totals) };
            if (order > 0) return this with { Totals = Totals.Insert(i, totals) };
        }

        return this with { Totals = Totals.Add(totals) };
    }

    /// <summary>Throws unless every credit is accounted for, naming the type and the numbers.</summary>
    /// <exception cref="InvalidOperationException">Credits appeared or vanished.</exception>
    public void AssertConserved()
    {
        foreach (var t in Totals)
        {
            // Summed in millionths: on the way the sum may pass what an amount can hold, though its result can't.
            var balance = BalanceOf(t.CreditType);
            var accounted = balance.Millionths + t.Burned.Millionths + t.Expired.Millionths + t.Voided.Millionths - t.Overdraft.Millionths;
            if (t.Granted.Millionths != accounted || t.Overdraft < Credits.Zero)
            {
                throw new InvalidOperationException(
                    $"Account {Id} does not conserve '{t.CreditType}' at entry {Sequence}: granted {t.Granted}, balance {balance}, " +
                    $"burned {t.Burned}, expired {t.Expired}, voided {t.Voided}, overdraft {t.Overdraft}.");
            }
        }

        AssertHeld();
    }

    private void AssertHeld()
    {
        foreach (var hold in Holds)
        {
            foreach (var (grant, amount) in hold.Portions)
                if (!OpenGrants.Any(open => open.Id == grant)) throw new InvalidOperationException($"Account {Id} holds {amount} of grant '{grant}' at entry {Sequence}, which is not open.");
        }

        foreach (var grant in OpenGrants)
        {
            var held = Holds.Sum(hold => hold.Portions.Where(portion => portion.Grant == grant.Id).Sum(portion => portion.Amount.Millionths));
            if (grant.Held.Millionths != held || grant.Free < Credits.Zero)
                throw new InvalidOperationException($"Account {Id} does not hold what it says at entry {Sequence}: grant '{grant.Id}' has {grant.Held} of {grant.Remaining} held, but its holds make {Credits.FromMillionths(held)}.");
        }
    }

    /// <summary>Equal in every part.</summary>
    public bool Equals(Account? other) =>
        other is not null && Id == other.Id && Settings == other.Settings && Sequence == other.Sequence && Head == other.Head
        && Counters.Equals(other.Counters) && Spending.Equals(other.Spending) && Subscription == other.Subscription && FormerTurns.AsSpan().SequenceEqual(other.FormerTurns.AsSpan())
        && Trials.AsSpan().SequenceEqual(other.Trials.AsSpan())
        && Reached.AsSpan().SequenceEqual(other.Reached.AsSpan()) && Holds.AsSpan().SequenceEqual(other.Holds.AsSpan())
        && OpenGrants.AsSpan().SequenceEqual(other.OpenGrants.AsSpan()) && Totals.AsSpan().SequenceEqual(other.Totals.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Sequence, Head);
}
