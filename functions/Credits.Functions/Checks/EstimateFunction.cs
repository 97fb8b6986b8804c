using Credits.Booking;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Journal;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Checks;

/// <summary>Tells what usage would cost, and why: prices, counters and grants as they are now. Nothing is booked.</summary>
public sealed class EstimateFunction(AccountReader accounts, RateCardCatalogue rateCards, PlanCatalogue plans, TimeProvider clock)
{
    /// <summary>What events-to-be would cost one after the other, with each step of each price, and the account before and after them.</summary>
    [Function("PostEstimate")]
    [RequiresScope(Scopes.ChecksRead)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/accounts/{accountId}/estimate")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.Read<EstimateRequest>(request, cancellation);
        var (now, faults) = (clock.GetUtcNow(), new List<Fault>());
        var events = asked.ToEvents(id, now, faults);
        if (faults.Count > 0) return Problem.Invalid(faults);
        if (await accounts.Find(id, now, cancellation) is not { } before) return Problem.UnknownAccount(accountId);

        // A commit that is never committed: so an estimate can't differ from what booking would do.
        using var chain = new HashChain();
        var commit = new PendingCommit(before, now, chain);
        var plan = await plans.Of(before, cancellation);
        var (tariff, refusal) = await rateCards.TariffFor(before, plan, now, now, cancellation);

        var items = new List<EstimatedView>();
        foreach (var usage in events)
        {
            if (tariff is null) items.Add(EstimatedView.Of(usage, refusal!));
            else if (!Pricing.TryExplain(usage, tariff, commit.Counters, out var explanation, out var unpriced)) items.Add(EstimatedView.Of(usage, unpriced));
            else if (commit.Debit(usage, explanation.Charge, plan) is { } unbookable) items.Add(EstimatedView.Of(usage, unbookable));
            else items.Add(EstimatedView.Of(usage, explanation));
        }

        commit.RepayOverdraft();
        return Answer.Ok(EstimateView.Of(accountId, now, items, before, commit.Account));
    }
}
