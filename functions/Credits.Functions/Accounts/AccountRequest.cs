using Credits.Accounts;
using Credits.Functions.Http;
using Credits.Rating;

namespace Credits.Functions.Accounts;

/// <summary>Settings of an account. What is left out stays as it is, or is the default of a new account; so an app can't reset by accident what it does not know.</summary>
/// <param name="Name">The customer's name; an empty text takes it away.</param>
/// <param name="RateCard">The rate card that prices the account's events.</param>
/// <param name="RepaysOverdraft">Whether usable grants repay overdraft first.</param>
public sealed record AccountRequest(string? Name = null, string? RateCard = null, bool? RepaysOverdraft = null)
{
    internal IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        if (Name?.Length > AccountSettings.MaxNameLength) faults.Add(new("name", $"Must be at most {AccountSettings.MaxNameLength} characters."));
        if (RateCard is not null && !ResourceId.IsOne(RateCard)) faults.Add(new("rateCard", $"'{RateCard}' is not a rate card's id: {ResourceId.Rule}."));
        return faults;
    }

    internal AccountSettings AppliedTo(AccountSettings settings) => settings with
    {
        Name = Name is null ? settings.Name : Name.Length == 0 ? null : Name,
        RateCard = RateCard ?? settings.RateCard,
        RepaysOverdraft = RepaysOverdraft ?? settings.RepaysOverdraft,
    };
}
