using Credits.Accounts;

namespace Credits.Functions.Accounts;

/// <summary>An account's settings.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="RateCard">The rate card that prices its events.</param>
/// <param name="RepaysOverdraft">Whether usable grants repay overdraft first.</param>
/// <param name="Sequence">The number of its journal's last entry.</param>
/// <param name="OpenGrants">How many grants have something left.</param>
public sealed record AccountView(string Id, string? Name, string RateCard, bool RepaysOverdraft, long Sequence, int OpenGrants)
{
    internal static AccountView Of(Account account) => new(
        account.Id.Value, account.Settings.Name, account.Settings.RateCard, account.Settings.RepaysOverdraft, account.Sequence, account.OpenGrants.Length);
}
