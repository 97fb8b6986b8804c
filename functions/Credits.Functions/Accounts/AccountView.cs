using System.Text.Json;
using Credits.Accounts;
using Credits.Functions.Storage.Catalogue;

namespace Credits.Functions.Accounts;

/// <summary>An account's settings.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="RateCard">The rate card that prices its events.</param>
/// <param name="Pin">The rate card version it keeps.</param>
/// <param name="BillingDay">The day of the month on which its billing periods begin.</param>
/// <param name="Overrides">Prices of its own.</param>
/// <param name="RepaysOverdraft">Whether usable grants repay overdraft first.</param>
/// <param name="Sequence">The number of its journal's last entry.</param>
/// <param name="OpenGrants">How many grants have something left.</param>
public sealed record AccountView(
    string Id, string? Name, string RateCard, RateCardPin? Pin, int BillingDay, JsonElement Overrides, bool RepaysOverdraft, long Sequence, int OpenGrants)
{
    internal static AccountView Of(Account account)
    {
        var settings = account.Settings;
        return new(
            account.Id.Value, settings.Name, settings.RateCard, settings.Pin, settings.BillingDay, RateOverridesJson.ToElement(settings.Overrides),
            settings.RepaysOverdraft, account.Sequence, account.OpenGrants.Length);
    }
}
