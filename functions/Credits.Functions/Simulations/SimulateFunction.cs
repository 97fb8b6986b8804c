using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Rating;
using Credits.Simulations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Simulations;

/// <summary>Tells what past usage would have cost under a draft.</summary>
public sealed class SimulateFunction(RateCardStore rateCards, AccountReader accounts, AccountDirectory directory, JournalStore journal, PlanCatalogue plans, TimeProvider clock)
{
    // A journal takes as long as it is; a page of accounts must fit a request.
    private const int AccountsPerPage = 50;

    /// <summary>Prices the usage of one account, or of every account of the card, once more: by account and meter, booked against simulated.</summary>
    [Function("SimulateRateCard")]
    [RequiresScope(Scopes.RateCardsRead)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/rate-cards/{rateCardId}/simulate")] HttpRequest request,
        string rateCardId, CancellationToken cancellation)
    {
        ResourceId.Checked(rateCardId, "rateCardId");
        var asked = await RequestBody.Read<SimulationRequest>(request, cancellation);
        if (asked.Faults() is { Count: > 0 } faults) return Problem.Invalid(faults);

        var draft = await rateCards.FindDraft(rateCardId, cancellation);
        if (draft is null) return RateCardProblem(rateCardId);
        if (RateCardFaults.Of(draft.Prices) is { IsEmpty: false } unpublishable) return Problem.Invalid(unpublishable);

        var now = clock.GetUtcNow();
        var from = now.AddDays(-asked.Days);
        var prices = new RateCardVersion(rateCardId, number: 0, from, draft.Prices);
        var (ids, cursor) = asked.AccountId is { } one ? ([ResourceId.Account(one)], null) : await directory.List(asked.Cursor, AccountsPerPage, cancellation);
        if (ids is null) return Problem.Invalid(new Fault("cursor", "Must be the 'cursor' of an earlier answer."));

        var views = new List<SimulatedAccountView>();
        foreach (var id in ids)
        {
            if (await accounts.Find(id, now, cancellation) is not { } account)
            {
                if (asked.AccountId is not null) return Problem.UnknownAccount(asked.AccountId);
                continue;
            }

            var plan = await plans.Of(account, cancellation);
            if (asked.AccountId is null && account.Settings.RateCardUnder(plan) != rateCardId) continue;

            var simulation = new Simulation(account.Settings.TariffOf(prices, plan), from);
            await foreach (var page in journal.Read(id, fromSequence: 1, from - Simulation.Lead, now, cancellation))
                foreach (var entry in page) simulation.Add(entry);

            views.Add(SimulatedAccountView.Of(id, simulation));
        }

        return Answer.Ok(new SimulationView(rateCardId, from, now, views, cursor));
    }

    private static Answer RateCardProblem(string id) =>
        Problem.Of(ProblemTypes.UnknownRateCard, StatusCodes.Status404NotFound, $"Rate card '{id}' has no draft.", $"Make one with PUT /api/v1/rate-cards/{id}.");
}
