using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Burning;
using Credits.Events;
using Credits.Grants;
using Credits.Rating;

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

    /// <summary>An event was charged: its portions and the overdraft together are the charge.</summary>
    /// <param name="Event">What was used.</param>
    /// <param name="Charge">What it cost, under which rate card version.</param>
    /// <param name="Portions">Which grants paid.</param>
    /// <param name="Overdraft">What no grant could pay.</param>
    public sealed record Debited(UsageEvent Event, Charge Charge, ImmutableArray<Portion> Portions, Credits Overdraft) : Movement
    {
        /// <summary>Equal in every part.</summary>
        public bool Equals(Debited? other) =>
            other is not null && Event == other.Event && Charge == other.Charge && Overdraft == other.Overdraft
            && Portions.AsSpan().SequenceEqual(other.Portions.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Event, Charge);
    }

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

    /// <summary>What was left of a grant expired: breakage.</summary>
    public sealed record Expired(CreditType CreditType, string Grant, Credits Amount) : Movement;

    /// <summary>What was left of a grant was taken back.</summary>
    public sealed record Voided(CreditType CreditType, string Grant, Credits Amount, string Reason) : Movement;
}
