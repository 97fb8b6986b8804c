using System.Text.Json;
using Credits.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Limits;

namespace Credits.Functions.Accounts;

/// <summary>An account's settings.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="Plan">The plan whose prices and limits count where the account says nothing, and whose allotments it is granted.</param>
/// <param name="RateCard">The rate card that prices its events; left out for the plan's, else the default.</param>
/// <param name="Pin">The rate card version it keeps.</param>
/// <param name="BillingDay">The day of the month on which its billing periods begin.</param>
/// <param name="TimeZone">The IANA name of the time zone in which its days and months begin; left out for UTC.</param>
/// <param name="Overrides">Prices of its own.</param>
/// <param name="Limits">What decides whether it may use more.</param>
/// <param name="RepaysOverdraft">Whether usable grants repay overdraft first.</param>
/// <param name="Sequence">The number of its journal's last entry.</param>
/// <param name="OpenGrants">How many grants have something left.</param>
public sealed record AccountView(
    string Id, string? Name, string? Plan, string? RateCard, RateCardPin? Pin, int BillingDay, string? TimeZone, JsonElement Overrides, LimitsView Limits, bool RepaysOverdraft,
    long Sequence, int OpenGrants)
{
    internal static AccountView Of(Account account)
    {
        var settings = account.Settings;
        return new(
            account.Id.Value, settings.Name, settings.Plan, settings.RateCard, settings.Pin, settings.BillingDay, settings.TimeZone,
            RateOverridesJson.ToElement(settings.Overrides), LimitsView.Of(settings.Limits), settings.RepaysOverdraft, account.Sequence, account.OpenGrants.Length);
    }
}

/// <summary>What decides whether an account may use more; its caps are at <c>/caps</c>. What is left out is the plan's, else the default.</summary>
/// <param name="Policy">What a check answers when credits run out.</param>
/// <param name="OverdraftLimit">The most overdraft of a credit type, under the policy <c>overdraft</c>.</param>
/// <param name="CapturesBeyondHold">Whether a capture may cost more than its hold.</param>
/// <param name="Paused">Whether nobody may use anything for now.</param>
/// <param name="PausedMembers">The members who may not use anything for now.</param>
public sealed record LimitsView(LimitPolicy? Policy, Credits? OverdraftLimit, bool? CapturesBeyondHold, bool Paused, IReadOnlyList<string> PausedMembers)
{
    internal static LimitsView Of(LimitSettings limits) => new(limits.Policy, limits.OverdraftLimit, limits.CapturesBeyondHold, limits.Paused, limits.PausedMembers);
}
