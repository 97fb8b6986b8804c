using System.Text.Json;
using Credits.Functions.Http;
using Credits.Functions.Journal;
using Credits.Functions.Payments;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Packs;
using Credits.Rating;
using Credits.TopUps;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Credits.Functions.TopUps;

/// <summary>Lets customers agree that credits are bought by themselves when few are left, and call it off.</summary>
public sealed class TopUpFunctions(AccountReader accounts, AccountWriter writer, PlanCatalogue plans, PackStore packs, Customers customers, IPayments payments, TimeProvider clock)
{
    /// <summary>What the customer agreed to.</summary>
    [Function("GetTopUp")]
    [RequiresScope(Scopes.PurchasesRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/top-up")] HttpRequest request,
        string accountId, CancellationToken cancellation) =>
        await accounts.Find(ResourceId.Account(accountId), clock.GetUtcNow(), cancellation) is { } account
            ? Answer.Ok(new AccountTopUpView(accountId, TopUpView.Of(account.Settings.TopUp)))
            : Problem.UnknownAccount(accountId);

    /// <summary>Agrees to it, or to something else; what was paused goes on.</summary>
    [Function("PutTopUp")]
    [RequiresScope(Scopes.PurchasesWrite)]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/accounts/{accountId}/top-up")] HttpRequest request,
        string accountId, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var json = await RequestBody.Read<JsonElement>(request, cancellation);
        var now = clock.GetUtcNow();
        if (await accounts.Find(id, now, cancellation) is not { } before) return Problem.UnknownAccount(accountId);

        var topUp = TopUpRequest.Read(json, (await plans.Of(before, cancellation))?.TopUp, now, out var faults);
        if (faults.Count == 0) faults = await FaultsOfPack(topUp.Terms, cancellation);
        if (faults.Count > 0) return Problem.Invalid(faults);
        if (!payments.AreSetUp) return PaymentProblems.NotSetUp();
        if (topUp.PaymentMethod is { } card && !await HasLeft(id, card, cancellation)) return Problem.Invalid(new Fault("paymentMethod", $"The customer has left no payment method '{card}'; let it leave one with POST /api/v1/accounts/{id}/payment-methods."));

        return await Change(id, earlier => topUp.IsAgreedIn(earlier) ? earlier : topUp, orchestrations, cancellation);
    }

    /// <summary>Calls it off. What is being paid already is still granted.</summary>
    [Function("DeleteTopUp")]
    [RequiresScope(Scopes.PurchasesWrite)]
    public Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/accounts/{accountId}/top-up")] HttpRequest request,
        string accountId, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellation) => Change(ResourceId.Account(accountId), _ => null, orchestrations, cancellation);

    private async Task<IResult> Change(AccountId id, Func<TopUp?, TopUp?> change, DurableTaskClient orchestrations, CancellationToken cancellation)
    {
        var (account, _) = await writer.Change(
            id, open: false,
            (_, commit) =>
            {
                commit.Configure(commit.Account.Settings with { TopUp = change(commit.Account.Settings.TopUp) });
                return Task.FromResult(true);
            },
            cancellation);
        if (account is null) return Problem.UnknownAccount(id.Value);

        // An attempt that waits for another card, or for the next month, looks again.
        await TopUpInstance.TellChange(orchestrations, id, cancellation);
        return Answer.Ok(new AccountTopUpView(id.Value, TopUpView.Of(account.Settings.TopUp)));
    }

    private async Task<bool> HasLeft(AccountId id, string card, CancellationToken cancellation) =>
        await customers.Find(id, cancellation) is { } customer && (await payments.PaymentMethods(customer, cancellation)).Any(left => left.Id == card);

    private async Task<IReadOnlyList<Fault>> FaultsOfPack(TopUpTerms terms, CancellationToken cancellation)
    {
        if (await packs.Find(terms.Pack, cancellation) is not { Pack: var pack }) return [new("pack", $"There is no pack '{terms.Pack}'; make it with PUT /api/v1/packs/{terms.Pack}.")];
        if (pack.CreditType != terms.CreditType) return [new("creditType", $"Pack '{pack.Id}' is of '{pack.CreditType}', not of '{terms.CreditType}'.")];

        return Offer.Of(pack, terms.QuantityOf(pack, Credits.Zero)).Fault is { } fault ? [fault] : [];
    }
}

/// <summary>What an account's customer agreed to.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="TopUp">What; left out for nothing.</param>
public sealed record AccountTopUpView(string AccountId, TopUpView? TopUp);
