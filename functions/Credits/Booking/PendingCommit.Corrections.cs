using System.Collections.Immutable;
using Credits.Burning;
using Credits.Events;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Booking;

/// <content>Corrections by people, each an entry that says why.</content>
public sealed partial class PendingCommit
{
    /// <summary>
    /// Takes credits back: what is free of the grants that are usable now and pay for every meter, in burn order. What they can't give becomes overdraft.
    /// The caller has made sure that the id was never used for a deduction.
    /// </summary>
    /// <returns>Why it can't be booked; null when it is.</returns>
    public Refusal? Deduct(string id, CreditType type, Credits amount, string reason)
    {
        if (amount > Credits.Max - Account.TotalsOf(type).Voided) return OutOfRange($"voided '{type}' total", amount);

        var burn = Burn.ToHold(amount, type, meter: null, BookedAt, Account.OpenGrants);
        if (CantOwe(type, burn.Uncovered) is { } refusal) return refusal;

        Append(new Movement.Deducted(id, type, amount, burn.Portions, burn.Uncovered, reason));
        return null;
    }

    /// <summary>
    /// Changes credits of one type into credits of another: takes what is free of the grants that are usable now and pay for every meter, in burn order, and
    /// grants what it is worth under the same id. What it gives ends when the first of the grants that it took from does, so no credit lives longer by it.
    /// The caller has made sure that the id was never used for a deduction or a grant.
    /// </summary>
    /// <param name="id">The conversion's id: that of the deduction and of the grant.</param>
    /// <param name="from">The type that gives.</param>
    /// <param name="amount">How many it gives; above zero.</param>
    /// <param name="to">The type that gets; another one.</param>
    /// <param name="worth">How many it gets; above zero.</param>
    /// <param name="reason">In the operator's own words.</param>
    /// <returns>Why it can't be booked; null when it is. Nothing is converted that is not there.</returns>
    public Refusal? Convert(string id, CreditType from, Credits amount, CreditType to, Credits worth, string reason)
    {
        if (amount > Credits.Max - Account.TotalsOf(from).Voided) return OutOfRange($"voided '{from}' total", amount);
        if (CantGrant(to, worth) is { } refusal) return refusal;

        var burn = Burn.ToHold(amount, from, meter: null, BookedAt, Account.OpenGrants);
        if (burn.Uncovered > Credits.Zero)
            return new(RefusalCodes.InsufficientCredits, $"{amount - burn.Uncovered} '{from}' are available to convert, but {amount} are asked for; convert less, or top up.");

        var end = Account.OpenGrants.Where(grant => burn.Portions.Any(portion => portion.Grant == grant.Id)).Min(grant => grant.ExpiresAt);
        Append(new Movement.Deducted(id, from, amount, burn.Portions, Overdraft: Credits.Zero, reason));
        Append(new Movement.Granted(new()
        {
            Id = id,
            Kind = GrantKind.Adjustment,
            CreditType = to,
            Amount = worth,
            Remaining = worth,
            EffectiveAt = BookedAt,
            ExpiresAt = end,
            Reference = reason,
        }));
        return null;
    }

    /// <summary>
    /// Takes credits back of which the money went back: what is free of the grants that they were in, in the order given. What those can't give becomes overdraft.
    /// The caller has made sure that the id was never used for a deduction.
    /// </summary>
    /// <param name="id">Unique within the account.</param>
    /// <param name="type">The type of the credits.</param>
    /// <param name="amount">How many; above zero.</param>
    /// <param name="grants">The grants' ids; those that are not open give nothing.</param>
    /// <param name="reason">Why.</param>
    /// <returns>Why it can't be booked; null when it is.</returns>
    public Refusal? TakeBack(string id, CreditType type, Credits amount, IEnumerable<string> grants, string reason)
    {
        if (amount > Credits.Max - Account.TotalsOf(type).Voided) return OutOfRange($"voided '{type}' total", amount);

        var portions = ImmutableArray.CreateBuilder<Portion>();
        var owed = amount;
        foreach (var grantId in grants)
        {
            var taken = Credits.Min(owed, Account.OpenGrants.FirstOrDefault(grant => grant.Id == grantId)?.Free ?? Credits.Zero);
            if (taken == Credits.Zero) continue;

            portions.Add(new(grantId, taken));
            owed -= taken;
        }

        if (CantOwe(type, owed) is { } refusal) return refusal;

        Append(new Movement.Deducted(id, type, amount, portions.DrainToImmutable(), owed, reason));
        return null;
    }

    /// <summary>The id of a refund grant where no other grant has it.</summary>
    public static string UsualRefundId(Entry debit) => $"refund-{debit.Sequence}";

    /// <summary>
    /// Takes a debit back. What it burned of grants that are still open and have not ended returns to them; what it owed is owed no more; for what neither is
    /// possible, because the grant was used up or has ended or the overdraft was repaid, a refund grant is given that does not expire.
    /// The caller has made sure that the entry was not reversed before.
    /// </summary>
    /// <param name="entry">The entry of the debit.</param>
    /// <param name="reason">In the operator's own words.</param>
    /// <param name="refundId">The id of the refund grant, if one is needed: one that was never granted. Left out, the usual one, with the entry's number.</param>
    /// <returns>Why it can't be booked; null when it is.</returns>
    public Refusal? Reverse(Entry entry, string reason, string? refundId = null)
    {
        if (entry.Movement is not Movement.Debited debited)
            return new(RefusalCodes.NotADebit, $"Entry {entry.Sequence} of account {Account.Id} is no debit; only debits can be reversed.");

        var type = debited.Charge.CreditType;
        ImmutableArray<Portion> returned = [.. debited.Portions.Where(portion => Account.OpenGrants.Any(grant => grant.Id == portion.Grant && !grant.IsExpiredAt(BookedAt)))];
        var forgiven = Credits.Min(debited.Overdraft, Account.TotalsOf(type).Overdraft);
        var rest = returned.Aggregate(debited.Charge.Amount - forgiven, (left, portion) => left - portion.Amount);
        if (rest > Credits.Zero && CantGrant(type, rest) is { } refusal) return refusal;

        Append(new Movement.Reversed(entry.Sequence, type, returned, forgiven, debited.Charge.Counted, reason));
        if (rest > Credits.Zero)
        {
            Append(new Movement.Granted(new()
            {
                Id = refundId ?? UsualRefundId(entry),
                Kind = GrantKind.Refund,
                CreditType = type,
                Amount = rest,
                Remaining = rest,
                EffectiveAt = BookedAt,
                Reference = $"Reversal of entry {entry.Sequence}",
            }));
        }

        return null;
    }
}
