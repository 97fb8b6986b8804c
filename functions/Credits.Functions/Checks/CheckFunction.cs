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
public sealed class CheckFunction(AccountReader accounts, RateCardCatalogue rateCards, PlanCatalogue plans, TimeProvider clock)
{
    /// <summary>Allowed, warn or denied, with the reason and what would help. Promises nothing: only a hold keeps credits.</summary>
    [Function("GetCheck")]
    [RequiresScope(Scopes.ChecksRead)]
    [TakesParameters]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/check")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var (now, faults) = (clock.GetUtcNow(), new List<Fault>());
        var usage = CheckQuery.Of(request.Query, faults)?.ToEvent(id, now, path: "", faults);
        if (usage is null) return Problem.Invalid(faults);

        // What is due counts as done: who is denied sends no event that would have it booked.
        if (await accounts.Find(id, now, cancellation) is not { } account) return Problem.UnknownAccount(accountId);

        var plan = await plans.Of(account, cancellation);
        var (tariff, refusal) = await rateCards.TariffFor(account, plan, now, now, cancellation);
        var intent = tariff is null
            ? new Intent(usage.Meter, usage.Member, CreditType.Default, Cost: null, NoPrice: refusal!.Detail)
            : Intent.Of(usage, tariff, account.Counters.KeptAt(now));
        var verdict = Check.Of(account, plan, intent, now);
        return Answer.Ok(CheckView.Of(accountId, now, verdict, plan?.FallbackFor(usage)?.Hint));
    }
}
