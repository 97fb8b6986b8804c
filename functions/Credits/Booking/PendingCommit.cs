using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Burning;
using Credits.Events;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Credits.Periods;
using Credits.Plans;
using Credits.Rating;

namespace Credits.Booking;

/// <summary>The entries that one commit will append to an account, and the account after them. Nothing counts until it is committed.</summary>
/// <remarks>Deterministic: the same account, moment and calls give the same entries, bit for bit.</remarks>
public sealed partial class PendingCommit
{
    /// <summary>How many entries make a commit full. Repayments may still follow, one for each credit type, and before them notices, one for each open grant.</summary>
    public const int MaxEntries = 1_000;

    // The store takes 100 operations a commit: one for each closed grant and each ended hold, and four for the account, its journal page and its
    // fingerprint pages. Any next entry may close every open grant and end a hold, so those count as closed already.
    private const int MaxClosed = 95;

    // The store takes 2 MB a commit. A stored entry is at most about three times its canonical bytes, when every character of its id, source
    // and meter needs an escape; beside, 90 grants with every meter they may have take 0.3 MB, and the counters of tiers and caps half a MB.
    private const int MaxCanonicalBytes = 400_000;

    private readonly HashChain _chain;
    private readonly List<Entry> _entries = [];
    private readonly List<ClosedGrant> _closed = [];
    private readonly List<ClosedHold> _ended = [];
    private long _canonicalBytes;

    /// <summary>A commit to an account, of which nothing is booked yet.</summary>
    public PendingCommit(Account account, DateTimeOffset bookedAt, HashChain chain) =>
        (Account, BookedAt, _chain) = (account, bookedAt, chain);

    /// <summary>The moment of every entry: what takes effect with this commit takes effect then.</summary>
    public DateTimeOffset BookedAt { get; }

    /// <summary>The account after all entries so far.</summary>
    public Account Account { get; private set; }

    /// <summary>What the account used before the next event, as far as prices depend on it.</summary>
    public PeriodCounters Counters => Account.Counters.KeptAt(BookedAt);

    /// <summary>The entries so far, in order.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>The grants that the entries so far closed.</summary>
    public IReadOnlyList<ClosedGrant> ClosedGrants => _closed;

    /// <summary>The holds that the entries so far ended.</summary>
    public IReadOnlyList<ClosedHold> ClosedHolds => _ended;

    /// <summary>Whether more should go into a next commit.</summary>
    public bool IsFull => IsLong || !HasRoomFor(closing: 1) || _leavesDue;

    /// <summary>Opens the account or changes its settings; nothing when they are so already.</summary>
    public void Configure(AccountSettings settings)
    {
        if (Account.Sequence == 0 || Account.Settings != settings) Append(new Movement.Configured(settings));
    }

    /// <summary>Charges an event. What the grants can't cover becomes overdraft: usage has happened, so it is always booked.</summary>
    /// <param name="usage">The event.</param>
    /// <param name="charge">What it costs.</param>
    /// <param name="plan">The account's plan, whose caps it counts against too; null for none.</param>
    /// <returns>Why it can't be booked; null when it is.</returns>
    public Refusal? Debit(UsageEvent usage, Charge charge, Plan? plan = null)
    {
        if (charge.Amount > Credits.Max - Account.TotalsOf(charge.CreditType).Burned)
            return OutOfRange($"burned '{charge.CreditType}' total", charge.Amount);

        // A sender's clock may be ahead: the window of a time that has not come would take the place of the running one, whose cap would begin anew.
        var spentAt = usage.Time < BookedAt ? usage.Time : BookedAt;

        // A hold of another credit type pays nothing, but its work is done all the same.
        var hold = Account.FindHold(usage.Hold) is { } open && !open.IsLapsedAt(BookedAt) ? open : null;
        var burn = Burn.Of(charge, usage.Meter, usage.Time, Account.OpenGrants, hold?.CreditType == charge.CreditType ? hold.Portions : []);
        if (CantOwe(charge.CreditType, burn.Uncovered) is { } refusal) return refusal;

        Append(new Movement.Debited(usage, charge, burn.Portions, burn.Uncovered)
        {
            Hold = hold?.Id,
            CapUses = Account.Settings.LimitsUnder(plan).UsesOf(charge.CreditType, usage.Meter, usage.Member, spentAt, Account.Settings.Calendar),
        });
        if (hold is not null) _ended.Add(new(hold, HoldEnd.Captured, Account.Sequence));
        return null;
    }

    /// <summary>Gives credits. The caller has made sure that the id was never granted.</summary>
    /// <returns>Why it can't be booked; null when it is.</returns>
    public Refusal? Grant(Grant grant)
    {
        if (CantGrant(grant.CreditType, grant.Amount) is { } refusal) return refusal;

        Append(new Movement.Granted(grant));
        return null;
    }

    /// <summary>Takes back what is left of an open grant of which nothing is held.</summary>
    /// <returns>What was taken back; zero when the grant is not open, or a hold has set some of it aside.</returns>
    public Credits Void(string grantId, string reason)
    {
        if (Account.OpenGrants.FirstOrDefault(grant => grant.Id == grantId) is not { } open || open.Held > Credits.Zero) return Credits.Zero;

        Append(new Movement.Voided(open.CreditType, open.Id, open.Remaining, reason));
        return open.Remaining;
    }

    /// <summary>Repays overdraft from what can be used now, if the account wants that. Comes after everything else in a commit; what is still due comes before it.</summary>
    public void RepayOverdraft()
    {
        if (!_leavesDue) RepayOverdraft(BookedAt);
    }

    private bool RepayOverdraft(DateTimeOffset at)
    {
        if (!Account.Settings.RepaysOverdraft) return false;

        var before = _entries.Count;
        foreach (var totals in Account.Totals)
        {
            if (totals.Overdraft == Credits.Zero) continue;

            var repaid = Burn.ToRepay(totals.Overdraft, totals.CreditType, at, Account.OpenGrants);
            if (!repaid.Portions.IsEmpty) Append(new Movement.Repaid(totals.CreditType, repaid.Portions));
        }

        return _entries.Count > before;
    }

    private void Append(Movement movement)
    {
        var before = Account;
        var entry = _chain.Seal(before.Head, before.Sequence + 1, BookedAt, movement);
        Account = before.After(entry);
        _entries.Add(entry);
        _canonicalBytes += _chain.LastEntryBytes;

        if (Account.OpenGrants.Length < before.OpenGrants.Length || movement is Movement.RolledOver) NoteClosed(before.OpenGrants, entry);
    }

    private Refusal? CantGrant(CreditType type, Credits amount) =>
        Account.OpenGrants.Length >= Account.MaxOpenGrants
            ? new(RefusalCodes.TooManyOpenGrants, $"Account {Account.Id} has {Account.MaxOpenGrants} open grants, the most it may; wait for one to burn or expire, or void one.")
            : amount > Credits.Max - Account.TotalsOf(type).Granted ? OutOfRange($"granted '{type}' total", amount) : null;

    // Burned and deducted credits each stay within their own bound, but what is owed for both together may not.
    private Refusal? CantOwe(CreditType type, Credits more) =>
        more > Credits.Max - Account.TotalsOf(type).Overdraft ? OutOfRange($"overdraft of '{type}'", more) : null;

    private bool IsLong => _entries.Count >= MaxEntries || _canonicalBytes >= MaxCanonicalBytes;

    private bool HasRoomFor(int closing) => _closed.Count + _ended.Count + Account.OpenGrants.Length + closing <= MaxClosed;

    private void NoteClosed(ImmutableArray<Grant> before, Entry entry)
    {
        foreach (var grant in before.Except(Account.OpenGrants, GrantById.Instance))
        {
            _closed.Add(new(
                grant with { Remaining = Credits.Zero, Held = Credits.Zero },
                entry.Sequence,
                Expired: entry.Movement is Movement.Expired ? grant.Remaining : Credits.Zero,
                Voided: entry.Movement is Movement.Voided ? grant.Remaining : Credits.Zero,
                RolledOver: RolledOverOf(grant)));
        }
    }

    // What rolls over of a grant, and the expiry of the rest, are entries of one commit.
    private Credits RolledOverOf(Grant grant) =>
        grant.Rollover is null ? Credits.Zero
        : _entries.Select(entry => entry.Movement).OfType<Movement.RolledOver>().FirstOrDefault(rolled => rolled.From == grant.Id)?.Grant.Amount ?? Credits.Zero;

    private Refusal OutOfRange(string total, Credits amount) =>
        new(RefusalCodes.AmountOutOfRange, $"{amount} more would take account {Account.Id}'s {total} beyond the {Credits.Max} credits an amount can hold.");

    private sealed class GrantById : IEqualityComparer<Grant>
    {
        public static GrantById Instance { get; } = new();

        public bool Equals(Grant? x, Grant? y) => x?.Id == y?.Id;

        public int GetHashCode(Grant grant) => grant.Id.GetHashCode(StringComparison.Ordinal);
    }
}
