using Credits.Accounts;
using Credits.Booking;
using Credits.Functions.Storage.Catalogue;

namespace Credits.Functions.Storage.Accounts;

/// <summary>Reads accounts as they are now: what is due counts as done though nobody has booked it yet, and so do terms of the plan that nobody has taken over. So whoever tells of an account tells the same.</summary>
/// <remarks>One point read, and plans from memory; nothing is written.</remarks>
public sealed class AccountReader(AccountStore accounts, PlanCatalogue plans)
{
    /// <summary>The account at this moment; null when there is none. Its number and seal are those of the last entry that is booked.</summary>
    public async Task<Account?> Find(AccountId id, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await accounts.Load(id, cancellation) is not { Account: var stored }) return null;

        var settled = Settled.At(stored, await plans.For(stored, now, cancellation), now);
        return settled with { Sequence = stored.Sequence, Head = stored.Head };
    }
}
