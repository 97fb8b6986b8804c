using Credits.Accounts;
using Credits.Journal;

namespace Credits.Functions.Usage;

/// <summary>What an event cost, and what is left.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Sequence">The journal entry that debits it.</param>
/// <param name="Duplicate">Whether it had been debited before; then this is what it cost then.</param>
/// <param name="Amount">What it cost.</param>
/// <param name="CreditType">The type of credits.</param>
/// <param name="RateCard">The rate card that priced it.</param>
/// <param name="RateCardVersion">That card's version.</param>
/// <param name="Overdraft">What no grant could pay of it.</param>
/// <param name="CapturedHold">The hold that it captured.</param>
/// <param name="Balance">What is left of the open grants of this type.</param>
public sealed record DebitView(
    string AccountId, long Sequence, bool Duplicate, Credits Amount, string CreditType, string RateCard, int RateCardVersion, Credits Overdraft, string? CapturedHold, Credits Balance)
{
    internal static DebitView Of(Account account, Entry entry, bool isDuplicate)
    {
        var debited = (Movement.Debited)entry.Movement;
        var charge = debited.Charge;
        return new(
            account.Id.Value, entry.Sequence, isDuplicate, charge.Amount, charge.CreditType.Value, charge.RateCard, charge.Version, debited.Overdraft, debited.Hold,
            account.BalanceOf(charge.CreditType));
    }
}
