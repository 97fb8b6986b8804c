using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Burning;
using Credits.Events;
using Credits.Grants;
using Credits.Holds;
using Credits.Limits;
using Credits.Periods;
using Credits.Rating;
using Credits.Subscriptions;
using Credits.Thresholds;

namespace Credits.Journal;

/// <summary>One thing that happened to an account. A closed set: everything that changes an account is one of these.</summary>
public abstract record Movement
{
    private Movement()
    {
    }

    /// <summary>The account was opened or its settings changed.</summary>
    public sealed record Configured(AccountSettings Settings) : Movement;

    /// <summary>Credits were given.</summary>
    public sealed record Granted(Grant Grant) : Movement;

    /// <summary>The account came to a plan, or took over its present terms.</summary>
    public sealed record Subscribed(Subscription Subscription) : Movement
    {
        /// <summary>When the days of the plan's trial are over, where the account has them by this; null elsewhere.</summary>
        public DateTimeOffset? TrialEnd { get; init; }
    }

    /// <summary>The account left a plan.</summary>
    /// <param name="Turn">The turn that is over, with what was taken back.</param>
    public sealed record Unsubscribed(PlanTurn Turn) : Movement;

    /// <summary>What was left of a grant at its end went on, as far as its plan lets it.</summary>
    /// <param name="From">The grant whose end has come.</param>
    /// <param name="Grant">The grant that its credits are in from then on. Nothing is granted anew.</param>
    public sealed record RolledOver(string From, Grant Grant) : Movement;

    /// <summary>An event was charged: its portions and the overdraft together are the charge.</summary>
    /// <param name="Event">What was used.</param>
    /// <param name="Charge">What it cost, under which rate card version.</param>
    /// <param name="Portions">Which grants paid.</param>
    /// <param name="Overdraft">What no grant could pay.</param>
    public sealed record Debited(UsageEvent Event, Charge Charge, ImmutableArray<Portion> Portions, Credits Overdraft) : Movement
    {
        /// <summary>The hold that the event captured and thereby ended; null for none.</summary>
        public string? Hold { get; init; }

        /// <summary>The caps that it counts against.</summary>
        public ImmutableArray<CapUse> CapUses { get; init; } = [];

        /// <summary>Equal in every part.</summary>
        public bool Equals(Debited? other) =>
            other is not null && Event == other.Event && Charge == other.Charge && Overdraft == other.Overdraft
            && Hold == other.Hold && CapUses.AsSpan().SequenceEqual(other.CapUses.AsSpan()) && Portions.AsSpan().SequenceEqual(other.Portions.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Event, Charge);
    }

    /// <summary>Credits were set aside.</summary>
    public sealed record Held(Hold Hold) : Movement;

    /// <summary>A hold ended without a charge: what it had set aside is free again.</summary>
    /// <param name="CreditType">The type of its credits.</param>
    /// <param name="Hold">Its id.</param>
    /// <param name="Amount">What is free again.</param>
    /// <param name="End">Released or lapsed.</param>
    public sealed record Released(CreditType CreditType, string Hold, Credits Amount, HoldEnd End) : Movement;

    /// <summary>Grants repaid overdraft.</summary>
    public sealed record Repaid(CreditType CreditType, ImmutableArray<Portion> Portions) : Movement
    {
        /// <summary>The overdraft that was repaid.</summary>
        public Credits Amount => Portions.Aggregate(Credits.Zero, (sum, portion) => sum + portion.Amount);

        /// <summary>Equal in every part.</summary>
        public bool Equals(Repaid? other) =>
            other is not null && CreditType == other.CreditType && Portions.AsSpan().SequenceEqual(other.Portions.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(CreditType, Portions.Length);
    }

    /// <summary>Credits were taken back by a correction.</summary>
    /// <param name="Id">Unique within its account; the same deduction is never made twice.</param>
    /// <param name="CreditType">Their type.</param>
    /// <param name="Amount">How many; above zero.</param>
    /// <param name="Portions">Which grants gave them.</param>
    /// <param name="Overdraft">What no grant could give.</param>
    /// <param name="Reason">The operator's own words.</param>
    public sealed record Deducted(string Id, CreditType CreditType, Credits Amount, ImmutableArray<Portion> Portions, Credits Overdraft, string Reason) : Movement
    {
        /// <summary>Equal in every part.</summary>
        public bool Equals(Deducted? other) =>
            other is not null && Id == other.Id && CreditType == other.CreditType && Amount == other.Amount && Overdraft == other.Overdraft && Reason == other.Reason
            && Portions.AsSpan().SequenceEqual(other.Portions.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Id, CreditType, Amount, Reason);
    }

    /// <summary>A debit was taken back: what it burned of grants that are still open returned to them, and what it owed is owed no more. The rest is granted anew.</summary>
    /// <param name="Debit">The number of the entry that is reversed.</param>
    /// <param name="CreditType">The type of its credits.</param>
    /// <param name="Returned">What went back to which grant.</param>
    /// <param name="Forgiven">What is no longer owed.</param>
    /// <param name="Counted">What no longer counts for tiers and included units.</param>
    /// <param name="Reason">The operator's own words.</param>
    public sealed record Reversed(
        long Debit, CreditType CreditType, ImmutableArray<Portion> Returned, Credits Forgiven, ImmutableArray<Counted> Counted, string Reason) : Movement
    {
        /// <summary>What is no longer burned.</summary>
        public Credits Amount => Returned.Aggregate(Forgiven, (sum, portion) => sum + portion.Amount);

        /// <summary>Equal in every part.</summary>
        public bool Equals(Reversed? other) =>
            other is not null && Debit == other.Debit && CreditType == other.CreditType && Forgiven == other.Forgiven && Reason == other.Reason
            && Returned.AsSpan().SequenceEqual(other.Returned.AsSpan()) && Counted.AsSpan().SequenceEqual(other.Counted.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Debit, Forgiven, Reason);
    }

    /// <summary>Something was reached that somebody wants to be told, or is over.</summary>
    /// <param name="Crossing">What.</param>
    /// <param name="Turn">What became of it.</param>
    /// <param name="Amount">What is left then; for a cap, what was burned in its window; for a grant that is about to expire, what remains of it.</param>
    public sealed record Crossed(Crossing Crossing, CrossingTurn Turn, Credits Amount) : Movement;

    /// <summary>What was left of a grant expired: breakage.</summary>
    public sealed record Expired(CreditType CreditType, string Grant, Credits Amount) : Movement;

    /// <summary>What was left of a grant was taken back.</summary>
    public sealed record Voided(CreditType CreditType, string Grant, Credits Amount, string Reason) : Movement;
}
