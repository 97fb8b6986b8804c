using Credits.Accounts;
using Credits.Booking;
using Credits.Grants;
using Credits.Journal;
using Credits.Plans;

namespace Credits.Tests.Building;

/// <summary>An account with its whole journal, kept over any number of commits as the store keeps them.</summary>
internal sealed class Book
{
    private readonly List<Entry> _journal = [];
    private readonly List<ClosedGrant> _closed = [];
    private readonly List<ClosedHold> _ended = [];

    private readonly Dictionary<string, Plan> _plans = [];

    public Account Account { get; private set; } = Given.EmptyAccount;

    public IReadOnlyList<Entry> Journal => _journal;

    public IReadOnlyList<ClosedGrant> ClosedGrants => _closed;

    public IReadOnlyList<ClosedHold> ClosedHolds => _ended;

    public CreditTotals Totals => Account.TotalsOf(CreditType.Default);

    public Credits Balance => Account.BalanceOf(CreditType.Default);

    /// <summary>A book with these grants, given at <see cref="Given.Noon"/>.</summary>
    public static Book With(params Grant[] grants)
    {
        var book = new Book();
        book.Commit(Given.Noon, commit =>
        {
            foreach (var grant in grants) commit.Grant(grant).ShouldBeNull();
        });
        return book;
    }

    /// <summary>The plans there are.</summary>
    public IReadOnlyDictionary<string, Plan> Plans => _plans;

    /// <summary>From now on there are these plans, or they are as these say.</summary>
    public Book Knowing(params Plan[] plans)
    {
        foreach (var plan in plans) _plans[plan.Id] = plan;
        return this;
    }

    /// <summary>Puts the account on a plan that there is from now on.</summary>
    public Book OnPlan(Plan plan, DateTimeOffset at) => Knowing(plan).OnPlan(plan.Id, at);

    /// <summary>Puts the account on a plan, which may not be there.</summary>
    public Book OnPlan(string plan, DateTimeOffset at) => Configure(at, settings => settings.OnPlan(plan));

    /// <summary>Takes the account off its plan.</summary>
    public Book OffPlan(DateTimeOffset at) => Configure(at, settings => settings.OnPlan(null));

    /// <summary>Changes the settings, and books what follows from it, as the app does.</summary>
    public Book Configure(DateTimeOffset at, Func<AccountSettings, AccountSettings> change) => Commit(at, commit =>
    {
        commit.Configure(change(commit.Account.Settings));
        commit.Settle(_plans);
    });

    /// <summary>Commits what is due, in as many commits as it takes.</summary>
    public Book At(DateTimeOffset at)
    {
        using var chain = new HashChain();
        while (true)
        {
            var commit = new PendingCommit(Account, at, chain);
            commit.Settle(_plans);
            commit.RepayOverdraft();
            commit.NoteCrossings(PlanOf(commit.Account));
            Keep(commit);
            if (!commit.IsFull || commit.Entries.Count == 0) return this;
        }
    }

    /// <summary>The movements that were booked after so many entries.</summary>
    public IEnumerable<Movement> MovementsAfter(int entries) => _journal.Skip(entries).Select(entry => entry.Movement);

    /// <summary>The grants that a plan allotted, in the order of booking.</summary>
    public IReadOnlyList<Grant> Allotted => [.. _journal.Select(entry => entry.Movement).OfType<Movement.Granted>().Select(granted => granted.Grant).Where(grant => grant.Allotment is not null)];

    /// <summary>One commit as the app makes it: settle what is due, do the work, repay overdraft, note what was crossed.</summary>
    public Book Commit(DateTimeOffset at, Action<PendingCommit> work)
    {
        using var chain = new HashChain();
        var commit = new PendingCommit(Account, at, chain);
        commit.Settle(_plans);
        work(commit);
        commit.RepayOverdraft();
        commit.NoteCrossings(PlanOf(commit.Account));
        return Keep(commit);
    }

    private Plan? PlanOf(Account account) => account.Settings.Plan is { } id ? _plans.GetValueOrDefault(id) : null;

    /// <summary>Commits one debit.</summary>
    public Book Debit(
        decimal amount, DateTimeOffset? at = null, DateTimeOffset? bookedAt = null,
        string meter = "llm.call", string id = "event", CreditType type = default) =>
        Commit(bookedAt ?? at ?? Given.Noon, commit => commit.Debit(Given.Event(meter: meter, at: at, id: id), Given.Charge(amount, type)).ShouldBeNull());

    /// <summary>Commits one grant.</summary>
    public Book Grant(Grant grant, DateTimeOffset? bookedAt = null) =>
        Commit(bookedAt ?? Given.Noon, commit => commit.Grant(grant).ShouldBeNull());

    /// <summary>Commits one hold.</summary>
    public Book Hold(decimal amount, string id = "hold", DateTimeOffset? at = null, DateTimeOffset? until = null, string? meter = "llm.call", CreditType type = default) =>
        Commit(at ?? Given.Noon, commit => commit.Place(Given.Hold(id, until, meter, type: type), Credits.Of(amount)).ShouldBeNull());

    /// <summary>Commits one debit that captures a hold.</summary>
    public Book Capture(
        decimal amount, string hold = "hold", DateTimeOffset? at = null, string meter = "llm.call", string id = "event", CreditType type = default) =>
        Commit(at ?? Given.Noon, commit =>
            commit.Debit(Given.Event(meter: meter, at: at, id: id) with { Hold = hold }, Given.Charge(amount, type)).ShouldBeNull());

    /// <summary>Commits the reversal of the newest debit.</summary>
    public Book ReverseLastDebit(DateTimeOffset? at = null) =>
        Commit(at ?? Given.Noon, commit => commit.Reverse(_journal.Last(entry => entry.Movement is Movement.Debited), "by mistake").ShouldBeNull());

    public Credits Held(string grantId) => Account.OpenGrants.SingleOrDefault(grant => grant.Id == grantId)?.Held ?? Credits.Zero;

    public Credits Remaining(string grantId) =>
        Account.OpenGrants.SingleOrDefault(grant => grant.Id == grantId)?.Remaining ?? Credits.Zero;

    /// <summary>The portions and overdraft of the newest debit.</summary>
    public Movement.Debited LastDebit() => _journal.Select(entry => entry.Movement).OfType<Movement.Debited>().Last();

    private Book Keep(PendingCommit commit)
    {
        _journal.AddRange(commit.Entries);
        _closed.AddRange(commit.ClosedGrants);
        _ended.AddRange(commit.ClosedHolds);
        Account = commit.Account;
        return this;
    }
}
