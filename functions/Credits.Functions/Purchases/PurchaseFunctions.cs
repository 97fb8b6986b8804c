using Credits.Functions.Http;
using Credits.Functions.Payments;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Storage.Payments;
using Credits.Packs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Purchases;

/// <summary>Lets customers buy packs. Nothing is granted here: that comes with the payment.</summary>
public sealed class PurchaseFunctions(AccountStore accounts, PackStore packs, PurchaseStore purchases, Customers customers, IPayments payments, TimeProvider clock)
{
    /// <summary>Begins a purchase: a page on which the customer pays. The same request again is the same purchase.</summary>
    [Function("PostPurchase")]
    [RequiresScope(Scopes.PurchasesWrite)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/accounts/{accountId}/purchases")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.Read<PurchaseRequest>(request, cancellation);
        if (asked.Faults() is { Count: > 0 } faults) return Problem.Invalid(faults);
        if (await accounts.Load(id, cancellation) is not { Account.Settings.Name: var name }) return Problem.UnknownAccount(accountId);
        if (await packs.Find(asked.PackId, cancellation) is not { Pack: var pack }) return Problem.UnknownPack(asked.PackId);

        var (offer, fault) = Offer.Of(pack, asked.Quantity);
        if (offer is null) return Problem.Invalid(fault!);
        if (!payments.AreSetUp) return PaymentProblems.NotSetUp();

        // What was offered first counts: the provider refuses to open the same page with another price.
        var purchase = await purchases.Add(
            new() { Id = ChosenId.For(request), Account = id, Offer = offer, SuccessUrl = asked.SuccessUrl, CancelUrl = asked.CancelUrl, CreatedAt = clock.GetUtcNow() }, cancellation);
        if (!asked.IsMetBy(purchase)) return Exists(purchase.Id);
        if (purchase.Url is not null) return Answer.Ok(PurchaseView.Of(purchase));

        var page = await payments.OpenCheckout(
            new(new(id.Value, pack.Id, purchase.Id), await customers.Of(id, name, cancellation), pack.Name, purchase.Offer, purchase.SuccessUrl, purchase.CancelUrl), cancellation);
        var open = await purchases.Change(id, purchase.Id, before => before with { Url = page.Url }, cancellation);
        return Answer.Created(PurchaseView.Of(open!));
    }

    /// <summary>An account's purchases, newest first.</summary>
    [Function("GetPurchases")]
    [RequiresScope(Scopes.PurchasesRead)]
    [TakesParameters]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/purchases")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var query = PurchaseQuery.Of(request.Query);
        if (await accounts.Load(id, cancellation) is null) return Problem.UnknownAccount(accountId);

        var (page, more) = await purchases.List(id, query.After, query.Limit, cancellation);
        return Answer.Ok(new PurchasesView([.. page.Select(PurchaseView.Of)], more ? PurchaseQuery.CursorAfter(page[^1]) : null));
    }

    private static Answer Exists(string id) =>
        Problem.Of(
            ProblemTypes.PurchaseExists, StatusCodes.Status409Conflict, $"Purchase '{id}' was begun before, with other content.",
            "Nothing was begun now. Use a new idempotency key for a new purchase; repeat one with its own key and the same body.");
}
