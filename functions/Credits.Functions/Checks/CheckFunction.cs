using Credits.Checks;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Grants;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Checks;

/// <summary>Answers, in the request path of an app, whether an account may use something: one point read, and prices from memory.</summary>
public sealed class CheckFunction(AccountStore accounts, RateCardCatalogue rateCards, TimeProvider clock)
{
    /// <summary>Allowed, warn or denied, with the reason and what would help. Promises nothing: only a hold keeps credits.</summary>
    [Function("GetCheck")]
    [RequiresScope(Scopes.ChecksRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/check")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var (now, faults) = (clock.GetUtcNow(), new List<Fault>());
        var usage = CheckQuery.Of(request.Query, faults)?.ToEvent(id, now, path: "", faults);
        if (usage is null) return Problem.Invalid(faults);
        if (await accounts.Load(id, cancellation) is not { Account: var account }) return Problem.UnknownAccount(accountId);

        // What has no price yet, or lacks quantities, is checked by whether anything is left at all.
        var (tariff, _) = await rateCards.TariffFor(account, now, now, cancellation);
        var charge = tariff is not null && Pricing.TryPrice(usage, tariff, account.Counters.KeptAt(now), out var priced, out _) ? priced : null;
        var type = charge?.CreditType ?? tariff?.Version.RateFor(usage)?.CreditType ?? CreditType.Default;
        return Answer.Ok(CheckView.Of(accountId, now, Check.Of(account, new(usage.Meter, usage.Member, type, charge?.Amount), now)));
    }
}
