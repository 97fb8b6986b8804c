using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Alerts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Deliveries;

/// <summary>Shows what became of alerts, to the deployment's endpoints and to an account's own, and sends them again.</summary>
public sealed class DeliveryFunctions(DeliveryDesk desk, AccountStore accounts)
{
    private const string OfTheDeployment = "v1/webhooks/deliveries";
    private const string OfAnAccount = "v1/accounts/{accountId}/webhooks/deliveries";

    /// <summary>Deliveries to the deployment's endpoints, newest first.</summary>
    [Function("GetDeliveries")]
    [RequiresScope(Scopes.AlertsRead)]
    [TakesParameters]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = OfTheDeployment)] HttpRequest request, CancellationToken cancellation) =>
        await desk.List(AlertOwner.Deployment, request, cancellation);

    /// <summary>Sends an alert to one of the deployment's endpoints again.</summary>
    [Function("ReplayDelivery")]
    [RequiresScope(Scopes.AlertsWrite)]
    public async Task<IResult> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OfTheDeployment + "/{deliveryId}/replay")] HttpRequest request, string deliveryId, CancellationToken cancellation) =>
        await desk.Replay(AlertOwner.Deployment, deliveryId, cancellation);

    /// <summary>Deliveries to an account's own endpoints, newest first.</summary>
    [Function("GetAccountDeliveries")]
    [RequiresScope(Scopes.AlertsRead)]
    [TakesParameters]
    public async Task<IResult> ListOfAccount(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = OfAnAccount)] HttpRequest request, string accountId, CancellationToken cancellation) =>
        await Owner(accountId, cancellation) is { } owner ? await desk.List(owner, request, cancellation) : Problem.UnknownAccount(accountId);

    /// <summary>Sends an alert to one of an account's own endpoints again.</summary>
    [Function("ReplayAccountDelivery")]
    [RequiresScope(Scopes.AlertsWrite)]
    public async Task<IResult> ReplayOfAccount(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OfAnAccount + "/{deliveryId}/replay")] HttpRequest request, string accountId, string deliveryId, CancellationToken cancellation) =>
        await Owner(accountId, cancellation) is { } owner ? await desk.Replay(owner, deliveryId, cancellation) : Problem.UnknownAccount(accountId);

    private async Task<AlertOwner?> Owner(string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        return await accounts.Load(id, cancellation) is null ? null : AlertOwner.Of(id);
    }
}
