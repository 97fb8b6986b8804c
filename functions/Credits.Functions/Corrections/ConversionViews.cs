using Credits.Accounts;
using Credits.Functions.Http;
using Credits.Grants;
using Credits.Rating;

namespace Credits.Functions.Corrections;

/// <summary>So many credits of one type for so many of another.</summary>
/// <param name="From">The type that gives.</param>
/// <param name="Amount">How many it gives.</param>
/// <param name="To">The type that gets.</param>
/// <param name="Worth">How many it gets.</param>
/// <param name="Reason">Why, in the operator's own words.</param>
/// <param name="Id">Identifies it: the same again converts once.</param>
public sealed record ConversionRequest(string From, Credits Amount, string To, Credits Worth, string Reason, string? Id = null)
{
    internal IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        if (Id is not null && !ResourceId.IsOne(Id)) faults.Add(new("id", $"'{Id}' must be {ResourceId.Rule}."));
        else if (Id is not null && OwnGrantId.IsOne(Id)) faults.Add(new("id", $"'{Id}' is an id as accounts give it to what their plan grants; choose another."));
        if (!CreditType.TryParse(From, out _)) faults.Add(new("from", $"'{From}' is not a credit type: {CreditType.Rule}."));
        if (!CreditType.TryParse(To, out _)) faults.Add(new("to", $"'{To}' is not a credit type: {CreditType.Rule}."));
        else if (From == To) faults.Add(new("to", "Must be another credit type than 'from'."));
        if (Amount <= Credits.Zero) faults.Add(new("amount", "Must be above zero."));
        if (Worth <= Credits.Zero) faults.Add(new("worth", "Must be above zero."));
        if (AdjustmentRequest.IsNoReason(Reason)) faults.Add(AdjustmentRequest.ReasonFault);
        return faults;
    }
}

/// <summary>The account after a conversion.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Id">The conversion's id, which is also the id of the grant that it gave.</param>
/// <param name="Sequence">The number of the journal's last entry.</param>
/// <param name="From">The type that gave.</param>
/// <param name="FromBalance">What is left of it.</param>
/// <param name="To">The type that got.</param>
/// <param name="ToBalance">What there is of it now, after it repaid what was owed.</param>
public sealed record ConversionView(string AccountId, string Id, long Sequence, string From, Credits FromBalance, string To, Credits ToBalance)
{
    internal static ConversionView Of(string id, Account account, ConversionRequest asked) => new(
        account.Id.Value, id, account.Sequence,
        asked.From, account.BalanceOf(CreditType.Parse(asked.From)), asked.To, account.BalanceOf(CreditType.Parse(asked.To)));
}
