using Credits.Functions.Http;
using Credits.Functions.Payments;
using Credits.Functions.Storage.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.PaymentMethods;

/// <summary>Lets customers leave cards to be charged later, see them, and take them back. The provider alone keeps them.</summary>
public sealed class PaymentMethodFunctions(AccountStore accounts, Customers customers, IPayments payments)
{
    /// <summary>Opens a page on which the customer leaves a card. The same request again is the same page.</summary>
    [Function("PostPaymentMethod")]
    [RequiresScope(Scopes.PurchasesWrite)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/accounts/{accountId}/payment-methods")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.Read<SetupRequest>(request, cancellation);
        if (asked.Faults() is { Count: > 0 } faults) return Problem.Invalid(faults);
        if (await accounts.Load(id, cancellation) is not { Account.Settings.Name: var name }) return Problem.UnknownAccount(accountId);
        if (!payments.AreSetUp) return PaymentProblems.NotSetUp();

        var customer = await customers.Of(id, name, cancellation);
        var page = await payments.OpenSetup(new(id, ChosenId.For(request), customer, asked.SuccessUrl, asked.CancelUrl), cancellation);
        return Answer.Created(new SetupView(page.Url));
    }

    /// <summary>The cards that an account's customer has left, newest first.</summary>
    [Function("GetPaymentMethods")]
    [RequiresScope(Scopes.PurchasesRead)]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/payment-methods")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        if (await accounts.Load(id, cancellation) is null) return Problem.UnknownAccount(accountId);
        if (!payments.AreSetUp) return PaymentProblems.NotSetUp();

        var methods = await customers.Find(id, cancellation) is { } customer ? await payments.PaymentMethods(customer, cancellation) : [];
        return Answer.Ok(new PaymentMethodsView([.. methods.Select(PaymentMethodView.Of)]));
    }

    /// <summary>Takes a card back; it is never charged again.</summary>
    [Function("DeletePaymentMethod")]
    [RequiresScope(Scopes.PurchasesWrite)]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/accounts/{accountId}/payment-methods/{paymentMethodId}")] HttpRequest request,
        string accountId, string paymentMethodId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        ResourceId.Checked(paymentMethodId, "paymentMethodId");
        if (await accounts.Load(id, cancellation) is null) return Problem.UnknownAccount(accountId);
        if (!payments.AreSetUp) return PaymentProblems.NotSetUp();

        return await customers.Find(id, cancellation) is { } customer && await payments.Detach(customer, paymentMethodId, cancellation)
            ? Answer.NoContent()
            : PaymentProblems.UnknownPaymentMethod(paymentMethodId);
    }
}
